# --- what is there, and what is to be ----------------------------------------------------------------
# FAMILY WORD...: iptables or ip6tables, waiting for whoever else is at it.
tables() {
    case $1 in
    4) shift && iptables -w "$@" ;;
    6) shift && ip6tables -w "$@" ;;
    esac
}

# FAMILY: reads tables; each changes at once or not at all, and what isn't named in it stays.
restore() {
    case $1 in
    4) iptables-restore -w --noflush ;;
    6) ip6tables-restore -w --noflush ;;
    esac
}

# FAMILY TABLE: prints the table as it is, a line for each chain and rule.
listed() { tables "$1" -t "$2" -S; }

# PATTERN: prints the lines of $before that are it.
before() { printf '%s\n' "$before" | grep -x -e "$1"; }

# COMMAND FAMILY: prints what makes the tables what they are to be, for iptables-restore.
changes() {
    for table in filter nat; do
        before=$(listed "$2" "$table") || return 1
        printf '*%s\n' "$table"
        places | while read -r of chain above _; do
            [ "$of" != "$table" ] || changes_of_chain "$1" "$2" "$chain" "$above"
        done
        echo COMMIT
    done
}

# COMMAND FAMILY CHAIN ABOVE: the chain filled anew and one jump to it, at the top; or neither.
changes_of_chain() (
    wanted=
    [ "$1" = remove ] || wanted=$(rules "$2" "$3")
    [ -z "$wanted" ] || printf ':%s - [0:0]\n%s\n' "$3" "$wanted"
    before "-A $4 -j $3" | sed 's/^-A/-D/'
    if [ -n "$wanted" ]; then
        [ "$4" != DOCKER-USER ] || before '-N DOCKER-USER' >/dev/null || echo '-N DOCKER-USER'
        printf -- '-I %s 1 -j %s\n' "$4" "$3"
    elif before "-N $3" >/dev/null; then
        printf -- '-F %s\n-X %s\n' "$3" "$3"
        ! is_made_for "$3" "$4" || echo '-X DOCKER-USER'
    fi
)

# CHAIN ABOVE: whether DOCKER-USER is there for our jump alone: Docker, which uses it, hasn't been here.
is_made_for() {
    [ "$2" = DOCKER-USER ] && before "-A $2 -j $1" >/dev/null &&
        ! before ".* -j $2" >/dev/null && [ "$(before "-A $2 .*" | sort -u)" = "-A $2 -j $1" ]
}

# COMMAND: makes it so, family by family.
bring_about() {
    for family in $families; do
        text=$(changes "$1" "$family") && printf '%s\n' "$text" | restore "$family" || return 1
    done
}
