# --- plan: what has to be done with each file, and what stands against it ---------------------------
# $work/plan holds, with a tab between: action, how the file was found, sha256, mode, destination, path.
#   add, replace, adopt          it is written
#   same, claim                  it is right already; claim: the journal doesn't know yet
#   drop                         lanwright made it and this tree hasn't it: it goes, or its original comes back
#   forget                       the same, with nothing to do
#   discard                      a drop of what was changed since, because --adopt named it
#   refused                      not ours to touch: $work/problems says why
judge() (
    there=$(look "$root$3")
    inside "$3" || there=outside
    now=${there%% *}
    was=$(found "$3")
    action=refused
    case $there in
    outside | link | odd | closed) judge_odd "$there" "$3" ;;
    none) action=add ;;
    "$1 $2 $owner") if listed wrote "$now" "$3"; then action=same; else action=claim; fi ;;
    *)
        if listed wrote "$now" "$3" || listed adopt "$now" "$3"; then
            action=replace
        elif named "$3"; then
            action=adopt
        else
            judge_foreign "$3" "$was"
        fi
        ;;
    esac
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$action" "$was" "$1" "$2" "$3" "$4" >>"$work/plan"
)

# A file that lanwright made and that the tree hasn't any more.
judge_gone() (
    there=$(look "$root$1")
    inside "$1" || there=outside
    now=${there%% *}
    was=$(found "$1")
    action=refused
    if [ "$was" = same ] || { [ "$there" = none ] && [ "$was" = absent ]; }; then
        action=forget
    elif [ "$was" = kept ] && [ "$there" = "$(look "$(original_of "$1")")" ]; then
        action=forget
    elif [ "$there" = none ] || listed wrote "$now" "$1" || listed adopt "$now" "$1"; then
        action=drop
    else
        case $there in
        outside | link | odd | closed) judge_odd "$there" "$1" ;;
        *) if named "$1"; then action=discard; else judge_foreign "$1" "$was"; fi ;;
        esac
    fi
    printf '%s\t%s\t-\t-\t%s\t-\n' "$action" "$was" "$1" >>"$work/plan"
)

# GOAL: the files that are wanted, as manifest_files prints them.
plan_files() {
    : >"$work/plan"
    : >"$work/problems"
    while IFS=$TAB read -r sha mode path destination; do
        judge "$sha" "$mode" "$destination" "$path"
    done <"$1"
    awk -F"$TAB" '
        FILENAME == ARGV[1] { wanted[$4] = 1; next }
        $1 == "found" && !wanted[$3] && !seen[$3]++ { print $3 }
    ' "$1" "$work/journal" >"$work/leftover"
    while IFS= read -r destination; do judge_gone "$destination"; done <"$work/leftover"
}
