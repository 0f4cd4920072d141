# --- rollback: the command, and the record that goes back with the rest --------------------------------
# A step that could not be undone stays in the journal, and the run counts as unfinished: apply and remove
# try it again.
restore_record() {
    cat "$state/backup/journal" "$work/stuck" >"$state/journal.new"
    drop_originals
    mv -f "$state/journal.new" "$journal"
    id=
    if [ -f "$state/backup/manifest.json" ]; then
        cp "$state/backup/manifest.json" "$state/manifest.json.new"
        mv -f "$state/manifest.json.new" "$state/manifest.json"
        id=$(sha_of "$state/manifest.json")
    else
        rm -f "$state/manifest.json"
    fi
    drop_trees
    [ -n "$failed" ] || rm -f "$state/unfinished"
    rm -f "$state/pending" "$state/watcher"
    [ -n "$id$failed" ] || restore_emptiness
}

# Nothing was installed before: only the timer's account of what it did stays.
restore_emptiness() {
    log=$state/rollback.log
    [ ! -f "$log" ] || cp "$log" "$work/rollback.log"
    clear_state
    [ ! -f "$work/rollback.log" ] || { mkdir "$state" && cp "$work/rollback.log" "$log"; }
}

rollback() {
    need_root rollback
    need_tools
    if [ -n "$1" ]; then watch "$1"; else lock; fi
    [ -f "$state/pending" ] || refuse "nothing to roll back: no apply waits to be confirmed; 'remove' takes everything away"
    make_work_folder
    hold_on
    echo rollback >"$state/unfinished"
    mend_journal
    read_journal
    failed=
    : >"$work/stuck"
    offline || undo_new_steps
    restore_files
    read_journal
    drop_folders
    offline || redo_old_steps
    [ ! -f "$state/backup/manifest.json" ] || staying='*' # a tree without a step isn't kept
    unattended=yes
    heed_notices "$state"/trees/*/notices/*
    say "rolled back: this host is as it was before the last apply${failed:+, but for what is named above}"
    restore_record
    [ -z "$failed" ] || exit 1
}
