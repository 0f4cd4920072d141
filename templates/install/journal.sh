# --- journal: what may be on this host because of us ------------------------------------------------
# One line for each thing, written before the thing is done: kind, value, subject, with a tab between.
#   dir   -      PATH       a directory that was missing
#   found HOW    FILE       how a file was before us: absent, same (as ours), kept (it is in originals/)
#   keep  -      FILE       a copy of it is begun in originals/
#   wrote SHA    FILE       a content that we gave it
#   adopt SHA    FILE       a content that we were allowed to replace
#   gone  -      FILE       we took it away or put the original back: what stood above is over
#   touched -    FILE       changed since the last run that came to its end
#   step  STATUS TREE/STEP  begun, up, or down again
# So a run that was killed leaves what the next one needs, to go on or to go back.
note() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$journal"; }

# Prints the journal's lines that still hold.
standing() {
    [ -f "$journal" ] || return 0
    awk -F"$TAB" '
        NF == 3 { lines = NR; kind[NR] = $1; value[NR] = $2; subject[NR] = $3; line[NR] = $0 }
        $1 == "gone" { gone[$3] = NR }
        $1 == "step" { last[$3] = NR }
        END {
            for (i = 1; i <= lines; i++) {
                if (kind[i] == "step") holds = (last[subject[i]] == i && value[i] != "down")
                else if (kind[i] == "dir" || kind[i] == "touched") holds = 1
                else holds = (kind[i] != "gone" && kind[i] != "" && gone[subject[i]] < i)
                if (holds) print line[i]
            }
        }
    ' "$journal"
}

# A full disk may have cut the last line short; what it was about wasn't done.
mend_journal() {
    if [ -f "$journal" ] && [ -n "$(tail -c 1 "$journal")" ]; then
        sed '$d' "$journal" >"$journal.new"
        mv -f "$journal.new" "$journal"
    fi
}

read_journal() { standing >"$work/journal"; }

listed() {
    line="$1$TAB$2$TAB$3" awk '$0 == ENVIRON["line"] { hit = 1 } END { exit !hit }' "$work/journal"
}

# How the file was before us; "-" when it isn't ours.
found() {
    file=$1 awk -F"$TAB" '
        $1 == "found" && $3 == ENVIRON["file"] { how = $2 }
        END { print (how == "" ? "-" : how) }
    ' "$work/journal"
}

# Prints the subjects of one kind, each once, in the order in which they came.
subjects() { kind=$1 awk -F"$TAB" '$1 == ENVIRON["kind"] && !seen[$3]++ { print $3 }' "$work/journal"; }

unfinished() { [ -f "$state/unfinished" ]; }
