# --- the command line --------------------------------------------------------------------------------
usage() {
    cat >&2 <<'TEXT'
lanwright-links [--wait SECONDS] apply|remove|status [NAME...]

apply   makes what is missing
remove  takes away what apply makes
status  says what is missing or differs, and ends with 1 then
--wait  waits so long for links and addresses of the host's own that aren't there yet

NAME is a link or an address of those here; all of them where none is named.
TEXT
    exit 2
}

# KIND WORD...: one part; the first that can't be made ends its thing.
part() {
    [ -z "$failed" ] || [ "$verb" != apply ] || return 0
    kind=$1
    shift
    "${verb}_$kind" "$@" && return
    failed=yes
    [ "$verb" != status ] || say "$thing: lacks $kind $*"
}

# THING...: the later ones even where an earlier one fails.
each() {
    result=0
    for thing; do
        failed='' changed=''
        go_through "$thing"
        if [ -n "$failed" ]; then
            result=1
        elif [ "$verb-$changed" = apply-yes ]; then
            say "$thing: made"
        elif [ "$verb-$changed" = remove-yes ]; then
            say "$thing: removed"
        elif [ "$verb" = remove ]; then
            say "$thing: isn't there"
        else
            say "$thing: is there"
        fi
    done
    return "$result"
}

verify_names() {
    for name; do
        case " $things " in
        *" $name "*) ;;
        *) warn "$name: none of the names here ($things)" && usage ;;
        esac
    done
}

patience=0
if [ "${1:-}" = --wait ]; then
    case ${2:-} in
    '' | *[!0-9]*) usage ;;
    esac
    patience=$2
    shift 2
fi
case ${1:-} in
apply | remove | status) verb=$1 ;;
*) usage ;;
esac
shift
verify_names "$@"
iproute2=$(find_ip) || {
    warn "no ip of iproute2 is in PATH; install it (Debian: apt install iproute2)"
    exit 1
}
deadline=$(($(uptime_in_seconds) + patience))
# shellcheck disable=SC2086  # names have no blanks
[ $# -gt 0 ] || set -- $things
each "$@"
