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
    cp "$1" "$fresh"
    chmod "$3" "$fresh"
    [ "$user" != 0 ] || chown 0:0 "$fresh"
    mv -f "$fresh" "$2"
)

# SOURCE FILE: the same with SOURCE's own mode, owner and time.
put_back() (
    fresh=$(beside "$2" lanwright)
    rm -f "$fresh"
    cp -p "$1" "$fresh"
    mv -f "$fresh" "$2"
)

keep_original() (
    note keep - "$1"
    original=$(original_of "$1")
    [ -d "$state/originals" ] || mkdir -m 700 "$state/originals"
    mkdir -p "${original%/*}"
    put_back "$root$1" "$original"
    note found kept "$1"
)

# Notes how FILE was before us, so that remove can bring that back.
remember_found() {
    case $1-$2 in
    add--) note found absent "$3" ;;
    claim--) note found same "$3" ;;
    add-* | claim-* | *-kept | replace-absent) ;;
    *) keep_original "$3" ;;
    esac
}

# ACTION WAS SHA MODE DESTINATION PATH, a line of the plan
write_file() (
    action=$1 was=$2 sha=$3 mode=$4 destination=$5 path=$6
    remember_found "$action" "$was" "$destination"
    note wrote "$sha" "$destination"
    [ "$action" != claim ] || exit 0
    note touched - "$destination"
    make_folders_for "$destination"
    put "$state/trees/$id/host/$path" "$root$destination" "$mode"
    say "${action%e}ed: $destination"
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
