# --- backup: what is here before the first change -----------------------------------------------------
# $state/backup holds the journal and the manifest as they were, and each file that the plan names:
# list has "present" or "absent" and the file, with a tab between; files/ has those that are present.
back_up_file() {
    if [ -f "$root$1" ]; then
        copy=$folder/files$1
        mkdir -p "${copy%/*}"
        cp -p "$root$1" "$copy"
        printf 'present\t%s\n' "$1" >>"$folder/list"
    else
        printf 'absent\t%s\n' "$1" >>"$folder/list"
    fi
}

# A run that goes on with one that was cut short keeps that one's backup: the last sound state.
make_backup() {
    folder=$state/backup
    if ! unfinished || [ ! -d "$folder" ]; then
        folder=$state/backup.part
        rm -rf "$folder"
        mkdir -m 700 "$folder"
        standing >"$folder/journal"
        [ ! -f "$state/manifest.json" ] || cp "$state/manifest.json" "$folder/manifest.json"
        : >"$folder/list"
    fi
    awk -F"$TAB" '
        FILENAME == ARGV[1] { known[$2] = 1; next }
        !known[$5] { print $5 }
    ' "$folder/list" "$work/plan" >"$work/unsaved"
    while IFS= read -r file; do back_up_file "$file"; done <"$work/unsaved"
    [ "$folder" != "$state/backup" ] || return 0
    rm -rf "$state/backup"
    mv "$folder" "$state/backup"
}
