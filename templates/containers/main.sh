# --- the command line --------------------------------------------------------------------------------
usage() {
    cat >&2 <<'TEXT'
lanwright-nat apply|remove|status
lanwright-nat run COMMAND...

apply   sets the rules, as often as you like
remove  takes them away
status  says what is missing, and then ends with 1
run     sets them, and becomes COMMAND: for an entrypoint

What follows apply, remove or status isn't looked at: VPN programs add words of their own.
TEXT
    exit 2
}

verb=${1:-}
case $verb in
apply | remove | status) ;;
run) [ $# -gt 1 ] || usage ;;
*) usage ;;
esac
PATH=$PATH:/usr/sbin:/sbin
for tool in $tools; do
    if ! command -v "$tool" >/dev/null; then
        warn "there is no $tool in this container's image; the clients' packets keep their addresses"
        exit 1
    fi
done
if [ "$(id -u)" != 0 ]; then
    warn "$verb must be run as root in the container"
    exit 1
fi
case $verb in
run)
    apply || exit 1
    shift
    exec "$@"
    ;;
*) "$verb" ;;
esac
