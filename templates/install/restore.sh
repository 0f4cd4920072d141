# --- restore: what the backup holds comes back ---------------------------------------------------------
# As much as can be: a step that fails is named and left, for the host must become reachable again.
was_up() (
    awk -F"$TAB" '$1 == "step" { print $3 }' "$state/backup/journal" | while IFS= read -r before; do
        ! has_fingerprint_of "$before" "$1" || echo yes
    done
)

# LIVE: a step can't come back beside what this one's undo leaves, or as another thing of the same title. Nobody may be there
# to take it down.
is_in_the_way() (
    grep -q . "$(folder_of "$1")/clear" 2>/dev/null || exit 0
    awk -F"$TAB" '$1 == "step" { print $3 }' "$state/backup/journal" | while IFS= read -r before; do
        former=$(folder_of "$before")
        if cmp -s "$former/title" "$(folder_of "$1")/title"; then
            cmp -s "$former/claims" "$(folder_of "$1")/claims" || echo yes
        else
            ! claims_one_of "$former/displaces" "$(folder_of "$1")/claims" || echo yes
        fi
    done
)

undo_new_steps() {
    live_steps -r >"$work/live"
    while IFS=$TAB read -r _ live; do
        [ -z "$(was_up "$live")" ] || continue
        clear=$(is_in_the_way "$live")
        take_down "$live" && { [ -z "$clear" ] || run_step "$live" clear; } && continue
        complain "$live" "could not be undone"
        printf 'step\tbegun\t%s\n' "$live" >>"$work/stuck"
    done <"$work/live"
}

complain() {
    failed=yes
    warn "step '$(cat "$(folder_of "$1")/title")' $2; look at it with 'sh install status'"
}

# present|absent FILE, a line of the backup's list
restore_file() {
    copy=$state/backup/files$2
    rm -f "$(beside "$root$2" lanwright)"
    if [ "$1" = absent ]; then
        [ -e "$root$2" ] || [ -L "$root$2" ] || return 0
        rm -f "$root$2" || return 1
    elif [ "$(look "$root$2")" = "$(look "$copy")" ]; then
        return 0
    else
        note wrote "$(sha_of "$copy")" "$2" && make_folders_for "$2" && put_back "$copy" "$root$2" || return 1
    fi
    printf '%s\n' "$2" >>"$work/touched"
    say "restored: $2 ($1)"
}

restore_files() {
    : >"$work/touched"
    while IFS=$TAB read -r how file; do
        restore_file "$how" "$file" && continue
        failed=yes
        warn "$file: could not be restored; its copy is $state/backup/files$file"
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
