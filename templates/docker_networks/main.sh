# --- the command line --------------------------------------------------------------------------------
usage() {
    cat >&2 <<'TEXT'
lanwright-docker-networks [--wait] create|status|remove [NETWORK...]
lanwright-docker-networks [--wait] connect|containers

create      makes the networks that are missing; never replaces one; ends with 3 when one waits for Docker's restart
status      says what is missing or differs, containers included unless networks are named
connect     connects the containers that compose doesn't run
containers  says which containers have lost their link, and what gives it back
remove      removes the networks that create made
--wait      waits up to 30 seconds for Docker
TEXT
    exit 2
}

# SECONDS: how long at most.
wait_for_docker() {
    waited=0
    until docker version >/dev/null 2>&1; do
        if [ "$waited" -ge "$1" ]; then
            warn "Docker can't be reached; is it running? (systemctl status docker)"
            exit 1
        fi
        sleep 1
        waited=$((waited + 1))
    done
}

# 3 is that something must wait; anything else that isn't 0 is a failure.
worse() { if [ "$1" = 3 ] && [ "$2" != 1 ]; then echo 3; else echo 1; fi; }

# COMMAND NAME...: runs it for each name, the later ones even where an earlier one fails.
for_each() (
    command=$1 result=0
    shift
    for name; do
        "$command" "$name" || result=$(worse "$?" "$result")
    done
    return "$result"
)

verify_names() {
    for name; do
        case " $networks " in
        *" $name "*) ;;
        *) warn "$name: none of the networks here ($networks)" && usage ;;
        esac
    done
}

patience=0
[ "${1:-}" != --wait ] || { patience=30 && shift; }
[ $# -gt 0 ] || usage
command=$1
shift
verify_names "$@"
case $command-$# in
create-* | status-* | remove-*) ;;
connect-0 | containers-0) ;;
*) usage ;;
esac
wait_for_docker "$patience"
by_name=$*
if [ $# = 0 ]; then named=$networks joined=$connections; else named=$* joined=; fi
# shellcheck disable=SC2086  # names have no blanks
case $command in
create) for_each create_network $named ;;
remove) for_each remove_network $named ;;
connect) for_each connect_container $connections ;;
containers) for_each containers_status $named ;;
status)
    for_each network_status $named
    result=$?
    [ -n "$by_name" ] || for_each containers_status $named || result=1
    for_each connection_status $joined && exit "$result"
    ;;
esac
