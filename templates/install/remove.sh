# --- remove: leaves the host as it was found ----------------------------------------------------------
# A file that a person changed stays; the file that was there before us is put beside it.
keep_changed() {
    kept=yes
    case $2 in
    kept)
        before=$(beside "$root$1" before-lanwright)
        put_back "$(original_of "$1")" "$before"
        warn "$1: kept, because it was changed since it was installed; what was there before is $before"
        ;;
    *) warn "$1: kept, because it was changed since it was installed; remove it yourself" ;;
    esac
}

remove_files() {
    while IFS=$TAB read -r action was _ _ destination _; do
        if [ "$action" = refused ]; then
            keep_changed "$destination" "$was"
        else
            drop_file "$action" "$was" "$destination"
        fi
    done <"$work/plan"
}

remove_steps() {
    ! offline || return 0
    live_steps -r >"$work/live"
    while IFS=$TAB read -r _ live; do
        take_down "$live" ||
            refuse "step '$(cat "$(folder_of "$live")/title")' could not be undone; put right what stands above, then remove again"
    done <"$work/live"
}

# Renamed first: what is half deleted must not be taken for a state.
clear_state() {
    read_journal
    drop_folders
    mv "$state" "$state.gone"
    rm -rf "$state.gone"
    unlock # its file lies in a folder that may be ours, too
    drop_folders
}

remove() {
    need_root remove
    need_tools
    [ -d "$root/var/lib" ] || nothing_installed
    lock
    [ -d "$state" ] || nothing_installed
    make_work_folder
    hold_on
    rm -f "$state/pending"
    rm -rf "$state/backup"
    echo remove >"$state/unfinished"
    mend_journal
    read_journal
    kept=
    remove_steps
    : >"$work/goal"
    plan_files "$work/goal"
    sweep
    remove_files
    read_journal
    subjects touched >"$work/touched"
    heed_notices "$state"/trees/*/notices/*
    clear_state
    say "removed: this host is as it was found${kept:+, but for what was kept}"
    [ -z "$kept" ] || exit 1
}

nothing_installed() {
    say "nothing to remove: nothing is installed here"
    exit 0
}
