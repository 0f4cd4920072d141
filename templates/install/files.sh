# --- files: put in place, or taken away --------------------------------------------------------------
# Begins with a dot: `source /etc/network/interfaces.d/*` and the like don't read it.
beside() { printf '%s/.%s.%s\n' "${1%/*}" "${1##*/}" "$2"; }

# Makes the missing folders above FILE; the ones that are there stay as they are.
make_folders_for() (
    above=${1%/*}
    { [ -n "$above" ] && [ ! -d "$root$above" ]; } || exit 0
    make_folders_for "$above"
    note dir - "$above"
    mkdir "$root$above"
)

# SOURCE FILE MODE: a finished copy takes FILE's place in one step.
put() (
    fresh=$(beside "$2" lanwright)
    rm -f "$fresh"
    cp "$1" "$fresh" && chmod "$3" "$fresh" || exit 1
    [ "$user" != 0 ] || chown 0:0 "$fresh" || exit 1
    mv -f "$fresh" "$2"
)

# SOURCE FILE: the same with SOURCE's own mode, owner and time.
put_back() (
    fresh=$(beside "$2" lanwright)
    rm -f "$fresh"
    cp -p "$1" "$fresh" && mv -f "$fresh" "$2"
)

# ACTION WAS SHA MODE DESTINATION PATH, a line of the plan
write_file() (
    make_folders_for "$5"
    put "$state/trees/$id/host/$6" "$root$5" "$4"
    say "${1%e}ed: $5"
)

# ACTION WAS DESTINATION
drop_file() (
    action=$1 was=$2 destination=$3
    if [ "$action" != forget ]; then
        note touched - "$destination"
        if [ "$was" = kept ]; then
            make_folders_for "$destination"
            put_back "$(original_of "$destination")" "$root$destination"
            say "put back: $destination"
        else
            rm -f "$root$destination"
            say "removed: $destination"
        fi
    fi
    note gone - "$destination"
)

# What a run that was killed had copied and not renamed yet.
sweep() {
    while IFS=$TAB read -r _ _ _ _ destination _; do
        rm -f "$(beside "$root$destination" lanwright)"
    done <"$work/plan"
}

# Folders that we made go when they are empty, the deepest first.
drop_folders() {
    subjects dir | sort -r | while IFS= read -r made; do
        rmdir "$root$made" 2>/dev/null || :
    done
}
