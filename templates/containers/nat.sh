# --- the rules, in a chain of their own --------------------------------------------------------------
say() { printf '%s\n' "$*"; }
warn() { printf 'lanwright-nat: %s\n' "$*" >&2; }

# FAMILY WORD...: iptables or ip6tables, on the table nat.
nat() {
    case $1 in
    4) shift && iptables -w -t nat "$@" ;;
    6) shift && ip6tables -w -t nat "$@" ;;
    esac
}

# FAMILY: reads a table, which changes at once or not at all.
restore() {
    case $1 in
    4) iptables-restore --noflush ;;
    6) ip6tables-restore --noflush ;;
    esac
}

# FAMILY: prints the rules, one for each interface by which the container is on one of these networks.
rules() {
    exits "$1" | while read -r prefixes; do
        names=$(for prefix in $prefixes; do ip -o "-$1" addr show to "$prefix"; done)
        if [ -z "$names" ]; then
            warn "no interface here has an address of $prefixes"
            exit 1
        fi
        say "$names" | while read -r _ name _; do
            say "-A $chain -s $(clients "$1") -o ${name%@*} -j MASQUERADE"
        done
    done
}

has_chain() { nat "$1" -S "$chain" >/dev/null 2>&1; }
has_jump() { nat "$1" -C POSTROUTING -j "$chain" 2>/dev/null; }

apply() {
    for family in $families; do
        wanted=$(rules "$family") || return 1
        jump=
        has_jump "$family" || jump="-A POSTROUTING -j $chain"
        printf '*nat\n:%s - [0:0]\n%s\n%s\nCOMMIT\n' "$chain" "$wanted" "$jump" | restore "$family" || return 1
    done
}

remove() {
    for family in $families; do
        while has_jump "$family"; do
            nat "$family" -D POSTROUTING -j "$chain" || return 1
        done
        ! has_chain "$family" || { nat "$family" -F "$chain" && nat "$family" -X "$chain"; } || return 1
    done
}

# Prints a line for whatever isn't there.
missing() {
    for family in $families; do
        wanted=$(rules "$family") || return 1
        has_jump "$family" || say "IPv$family: nothing leads from POSTROUTING to $chain"
        say "$wanted" | while read -r _ _ rule; do
            # shellcheck disable=SC2086  # a rule is words, and none of them has blanks or quotes
            nat "$family" -C "$chain" $rule 2>/dev/null || say "IPv$family: missing: $rule"
        done
    done
}

status() {
    wrong=$(missing) || return 1
    if [ -n "$wrong" ]; then
        say "$wrong"
        return 1
    fi
    say "the clients' packets take this container's address"
}
