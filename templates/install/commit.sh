# --- commit: the run has come to its end; what it left is what is installed ---------------------------
# Prints the journal that says just that.
settled() {
    subjects dir | while IFS= read -r made; do
        [ ! -d "$root$made" ] || printf 'dir\t-\t%s\n' "$made"
    done
    awk -F"$TAB" '
        FILENAME == ARGV[1] { sha[$4] = $1; next }
        $1 == "found" { how[$3] = $2 }
        $1 == "step" { print }
        END { for (file in how) printf "found\t%s\t%s\nwrote\t%s\t%s\n", how[file], file, sha[file], file }
    ' "$work/goal" "$work/journal" | sort
}

# A tree is kept while a step of it may be up, now or after a rollback.
drop_trees() {
    for folder in "$state"/trees/*; do
        [ "${folder##*/}" != "$id" ] || continue
        mark=${folder##*/}/ awk -F"$TAB" '
            $1 == "step" && index($3, ENVIRON["mark"]) == 1 { hit = 1 } END { exit !hit }
        ' "$journal" "$state"/backup/journal 2>/dev/null || rm -rf "$folder"
    done
}

# The originals of files that are no longer ours, now that the journal is about to be journal.new.
drop_originals() {
    awk -F"$TAB" '
        FILENAME == ARGV[1] { if ($1 == "found") how[$3] = $2; next }
        ($1 == "keep" || $2 == "kept") && how[$3] != "kept" && !seen[$3]++ { print $3 }
    ' "$state/journal.new" "$journal" | while IFS= read -r file; do
        original=$(original_of "$file")
        rm -f "$original" "$(beside "$original" lanwright)"
        # A killed run may have made only some of its folders; rmdir -p wants them all.
        (cd "$state" && mkdir -p "originals${file%/*}" && rmdir -p "originals${file%/*}") 2>/dev/null || :
    done
}

commit() {
    drop_folders
    settled >"$state/journal.new"
    cp "$tree/manifest.json" "$state/manifest.json.new"
    mv -f "$state/manifest.json.new" "$state/manifest.json"
    drop_originals
    mv -f "$state/journal.new" "$journal"
    rm -f "$state/unfinished"
    drop_trees
    sync
}

finish() {
    read_journal
    subjects touched >"$work/touched"
    staying=$id
    heed_notices "$state/trees/$id"/notices/* "$state"/trees/*/notices/*
    commit
    say "applied: $(manifest_host "$tree/manifest.json") has what this folder says; 'sh install status' checks it"
    [ -z "$seconds" ] ||
        say "it is all undone in $seconds seconds, unless you run: sh '$state/trees/$id/host/install' confirm"
}
