# --- the command line --------------------------------------------------------------------------------
say() { printf '%s\n' "$*"; }
warn() { printf 'lanwright-iptables: %s\n' "$*" >&2; }

usage() {
    cat >&2 <<'TEXT'
lanwright-iptables apply|remove|status

apply   sets the packet rules, in place of whatever rules it had set before
remove  takes them away
status  says what is missing, and then ends with 1
TEXT
    exit 2
}

[ $# = 1 ] || usage
PATH=$PATH:/usr/sbin:/sbin
case $1 in
apply | remove | status) ;;
*) usage ;;
esac
if [ "$(id -u)" != 0 ]; then
    warn "$1 must be run as root"
    exit 1
fi
case $1 in
status) status ;;
*) bring_about "$1" ;;
esac
