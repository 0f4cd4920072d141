# --- status: what is missing -------------------------------------------------------------------------
# Prints a line for whatever isn't as it should be.
missing() {
    for family in $families; do
        for table in filter nat; do
            before=$(listed "$family" "$table") || return 1
            places | while read -r of chain above first; do
                [ "$of" != "$table" ] || missing_of_chain "$family" "$chain" "$above" "$first"
            done
        done
    done
}

# FAMILY CHAIN ABOVE FIRST
missing_of_chain() (
    wanted=$(rules "$1" "$2" | grep '^-A')
    if [ -z "$wanted" ]; then
        ! before "-N $2" >/dev/null || say "IPv$1 $table: $2 is left over"
        exit 0
    fi
    if ! before "-N $2" >/dev/null; then
        say "IPv$1 $table: there is no chain $2"
        exit 0
    fi
    printf '%s\n' "$wanted" | while read -r _ rule; do
        # shellcheck disable=SC2086  # a rule is words, and none of them has blanks or quotes
        tables "$1" -t "$table" -C $rule 2>/dev/null || say "IPv$1 $table: missing: $rule"
    done
    if [ "$(before "-A $2 .*" | wc -l)" -gt "$(printf '%s\n' "$wanted" | wc -l)" ]; then
        say "IPv$1 $table: $2 has rules that aren't ours"
    fi
    case $4-$(before "-A $3 .*" | grep -n -x -e "-A $3 -j $2" | head -n 1) in
    *-) say "IPv$1 $table: nothing leads from $3 to $2" ;;
    -* | first-1:*) ;;
    *) say "IPv$1 $table: $2 isn't the first thing in $3" ;;
    esac
)

status() {
    wrong=$(missing) || return 1
    if [ -n "$wrong" ]; then
        say "$wrong"
        return 1
    fi
    say "every packet rule is there"
}
