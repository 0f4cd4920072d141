# --- restore: what the backup holds comes back ---------------------------------------------------------
# As much as can be: a step that fails is named and left, for the host must become reachable again.
was_up() (
    awk -F"$TAB" '$1 == "step" { print $3 }' "$state/backup/journal" | while IFS= read -r before; do
        ! has_fingerprint_of "$before" "$1" || echo yes
    done
)

undo_new_steps() {
    live_steps -r >"$work/live"
    while IFS=$TAB read -r _ live; do
        [ -z "$(was_up "$live")" ] || continue
        take_down "$live" || complain "$live" "could not be undone"
    done <"$work/live"
}

complain() {
    failed=yes
    warn "step '$(cat "$(folder_of "$1")/title")' $2; look at it with 'sh install status'"
}

restore_files() {
    while IFS=$TAB read -r how file; do
        copy=$state/backup/files$file
        if [ "$how" = absent ]; then
            rm -f "$root$file"
        elif [ "$(look "$root$file")" != "$(look "$copy")" ]; then
            make_folders_for "$file"
            note wrote "$(sha_of "$copy")" "$file"
            put_back "$copy" "$root$file"
            say "restored: $file"
        fi
        rm -f "$(beside "$root$file" lanwright)"
    done <"$state/backup/list"
}

redo_old_steps() {
    awk -F"$TAB" '$1 == "step" { split($3, part, "/"); print part[2] "\t" $3 }' "$state/backup/journal" |
        sort | cut -f 2 >"$work/live"
    while IFS= read -r live; do
        announce run "$live"
        run_step "$live" apply || complain "$live" failed
    done <"$work/live"
}

restore_record() {
    cp "$state/backup/journal" "$state/journal.new"
    drop_originals
    mv -f "$state/journal.new" "$journal"
    if [ -f "$state/backup/manifest.json" ]; then
        cp "$state/backup/manifest.json" "$state/manifest.json.new"
        mv -f "$state/manifest.json.new" "$state/manifest.json"
        id=$(sha_of "$state/manifest.json")
        drop_trees
        rm -f "$state/pending" "$state/watcher" "$state/unfinished"
    else
        restore_emptiness
    fi
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
    read_journal
    failed=
    offline || undo_new_steps
    restore_files
    read_journal
    drop_folders
    offline || redo_old_steps
    say "rolled back: this host is as it was before the last apply${failed:+, but for what is named above}"
    restore_record
    [ -z "$failed" ] || exit 1
}
