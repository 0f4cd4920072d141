# --- record: how everything was found, and what is about to be written ---------------------------------
# All of it is on the disk before the first file is changed: a power cut loses no original either.
original_of() { printf '%s\n' "$state/originals$1"; }

keep_original() (
    note keep - "$1"
    original=$(original_of "$1")
    [ -d "$state/originals" ] || mkdir -m 700 "$state/originals"
    mkdir -p "${original%/*}"
    put_back "$root$1" "$original"
    note found kept "$1"
)

# ACTION WAS FILE: so that remove can bring back how FILE was before us.
record_found() {
    case $1$2 in
    add-) note found absent "$3" ;;
    claim-) note found same "$3" ;;
    add* | claim* | *kept | replaceabsent) ;;
    *) keep_original "$3" ;;
    esac
}

# What --adopt allowed is allowed to a run that goes on with this one, too.
record_consent() {
    while IFS=$TAB read -r action _ _ _ destination _; do
        case $action in
        adopt | discard) note adopt "$(sha_of "$root$destination")" "$destination" ;;
        esac
    done <"$work/plan"
}

record_files() {
    while IFS=$TAB read -r action was sha _ destination _; do
        case $action in
        add | replace | adopt | claim)
            record_found "$action" "$was" "$destination"
            note wrote "$sha" "$destination"
            [ "$action" = claim ] || note touched - "$destination"
            ;;
        esac
    done <"$work/plan"
}

# What is in the state folder is whole: a copy is made beside and then renamed.
stage_tree() {
    [ ! -d "$state/trees/$id" ] || return 0
    part=$state/trees/part
    rm -rf "$part"
    [ -d "$state/trees" ] || mkdir -m 700 "$state/trees"
    mkdir "$part"
    while IFS=$TAB read -r _ mode path _; do
        copy=$part/host/$path
        mkdir -p "${copy%/*}"
        cp "$tree/$path" "$copy"
        chmod "$mode" "$copy"
    done <"$work/manifest"
    cp "$tree/manifest.json" "$part/host/manifest.json"
    cp -R "$work/steps" "$work/notices" "$part"
    mv "$part" "$state/trees/$id"
}
