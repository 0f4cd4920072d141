# --- status: what is installed, and whether it is still so ----------------------------------------------
complaint() {
    well=no
    warn "$1"
}

check_files() {
    manifest_files "$state/manifest.json" | awk -F"$TAB" '$4 != "-"' >"$work/goal"
    while IFS=$TAB read -r sha mode _ destination; do
        there=$(look "$root$destination")
        case $there in
        "$sha $mode $owner") say "as installed: $destination" ;;
        none) complaint "$destination: is missing; apply puts it back" ;;
        closed) complaint "$destination: can't be read; run as root" ;;
        "$sha "*) complaint "$destination: has another owner or mode (${there#* }, not $mode $owner); apply sets it right" ;;
        *) complaint "$destination: was changed since it was installed; 'sh install diff' shows how" ;;
        esac
    done <"$work/goal"
}

check_steps() {
    ! offline || return 0
    live_steps >"$work/live"
    while IFS=$TAB read -r _ live; do
        folder=$(folder_of "$live")
        if check "$folder" "$state/trees/${live%/*}/host"; then
            say "up: $(cat "$folder/title")"
        else
            complaint "step '$(cat "$folder/title")': its check fails; apply runs it again"
        fi
    done <"$work/live"
}

# COMMAND: asks what no apply mends. It ends with 1 where there is such a thing, having said what mends it; any other
# end is no answer.
question() {
    if (cd / && exec sh -c "$1" </dev/null) >"$work/said" 2>&1; then code=0; else code=$?; fi
    [ "$code" = 1 ] || return 0
    well=no
    cat "$work/said" || :
}

status() {
    need_tools
    if [ ! -f "$state/manifest.json" ]; then
        ! unfinished || refuse "a run of '$(cat "$state/unfinished")' was cut short; apply finishes it, remove undoes it"
        [ ! -f "$state/rollback.log" ] || warn "the last apply was rolled back; $state/rollback.log says what was done"
        refuse "nothing is installed here; 'sh install apply' does that"
    fi
    [ ! -d "$state/trees" ] || [ -r "$state/trees" ] || refuse "status needs root to read $state; run: sudo sh '$0' status"
    make_work_folder
    well=yes
    say "installed: the files of $(manifest_host "$state/manifest.json")"
    check_files
    check_steps
    offline || [ "$user" != 0 ] || questions
    ! unfinished || complaint "a run of '$(cat "$state/unfinished")' was cut short; apply finishes it, remove undoes it"
    [ ! -f "$state/rollback.log" ] || say "the last apply was rolled back; $state/rollback.log says what was done"
    [ ! -f "$state/pending" ] || say "the last apply waits for 'sh install confirm'"
    [ "$well" = yes ] || exit 1
}
