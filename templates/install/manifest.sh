# --- manifest: what a tree holds --------------------------------------------------------------------
# Prints each file of a manifest: sha256, mode, path in the tree, destination ("-" when it has none),
# with a tab between. manifest.json has one file a line, so that a line's strings, in order, are
# path, "sha256", its value, "mode", its value, "target", its value, "destination", its value.
manifest_files() {
    awk '
        /"sha256":/ {
            count = 0
            line = $0
            while (match(line, /"([^"\\]|\\.)*"/)) {
                word = substr(line, RSTART + 1, RLENGTH - 2)
                line = substr(line, RSTART + RLENGTH)
                gsub(/\\"/, "\"", word)
                gsub(/\\\\/, "\\", word)
                words[++count] = word
            }
            printf "%s\t%s\t%s\t%s\n", words[3], words[5], words[1], (count < 9 ? "-" : words[9])
        }
    ' "$1"
}

manifest_host() { sed -n 's/^ *"host": "\(.*\)",$/\1/p' "$1"; }

sha_of() (
    sum=$(sha256sum <"$1")
    echo "${sum%% *}"
)

# Every file of this tree is there and is what was compiled; else the tree was copied in part, or changed.
verify_tree() {
    [ -f "$tree/manifest.json" ] || refuse "$tree/manifest.json is missing; copy the whole folder of this host"
    id=$(sha_of "$tree/manifest.json")
    manifest_files "$tree/manifest.json" >"$work/manifest"
    broken=
    while IFS=$TAB read -r sha _ path _; do
        if [ ! -f "$tree/$path" ]; then
            warn "$tree/$path is missing; copy the whole folder of this host again"
        elif [ "$(sha_of "$tree/$path")" != "$sha" ]; then
            warn "$tree/$path isn't what was compiled; change the intent and build, don't edit the output"
        else
            continue
        fi
        broken=yes
    done <"$work/manifest"
    [ -z "$broken" ] || exit 1
    awk -F"$TAB" '$4 != "-"' "$work/manifest" >"$work/goal"
}

# One host's tree on another host would cut it off.
verify_host() {
    [ -f "$state/manifest.json" ] || return 0
    installed=$(manifest_host "$state/manifest.json")
    wanted=$(manifest_host "$tree/manifest.json")
    [ "$installed" = "$wanted" ] ||
        refuse "this host has the files of $installed, this folder is for $wanted; take the right folder, or remove first"
}
