# --- parts: link, bridge, pair, port, address, route, gateway, promiscuous --------------------------------
say() { printf '%s\n' "$*"; }
warn() { printf 'lanwright-links: %s\n' "$*" >&2; }

# Prints the first of PATH that is iproute2's: busybox's own, which its shell prefers, knows no macvlan.
find_ip() (
    IFS=:
    for folder in $PATH; do
        case $("$folder/ip" -V 2>/dev/null) in
        *iproute2*) echo "$folder/ip" && exit ;;
        esac
    done
    exit 1
)

ip() { "$iproute2" "$@"; }

# COMMAND...: waits until it succeeds, as long as there is time left.
wait_until() {
    until "$@"; do
        [ "$(uptime_in_seconds)" -lt "$deadline" ] || return 1
        sleep 1
    done
}

# No clock that is set while the host boots.
uptime_in_seconds() {
    read -r up _ </proc/uptime
    echo "${up%.*}"
}

is_link() { ip link show dev "$1" >/dev/null 2>&1; }

has_address() { ip -o addr show dev "$1" 2>/dev/null | grep -qF " $2 "; }

# ADDRESS: some link of this host has it.
is_local() { ip -o addr show | grep -qF " $1/"; }

# NAME PARENT KIND...: it is there, and such a one.
is_such_a_link() {
    details=$(ip -d -o link show dev "$1" 2>/dev/null | tr -s ' ')
    case $details in
    *" $1@$2: "*) ;;
    *) return 1 ;;
    esac
    shift 2
    case $details in
    *" $* "*) ;;
    *) return 1 ;;
    esac
}

# LINK ADDRESS
leads_to() { ip route get "$2" 2>/dev/null | grep -qF " dev $1 "; }

# NAME KIND
is_of_kind() { ip -o link show dev "$1" type "$2" 2>/dev/null | grep -q .; }

# LINK ROUTER [metric NUMBER]: prints the route.
gateway_there() {
    case $2 in
    *:*) set -- -6 "$@" ;;
    *) set -- -4 "$@" ;;
    esac
    ip "$1" route show default dev "$2" 2>/dev/null | grep -F "via $3 " | grep -F "${5:+ metric $5 }"
}

# LINK DESTINATION SOURCE VIA: prints the route, with its source and next hop where they are given.
route_there() {
    case $2 in
    *:*) set -- -6 "$@" ;;
    *) set -- -4 "$@" ;;
    esac
    ip "$1" route show "$3" dev "$2" 2>/dev/null | grep -F "${4:+ src $4 }" | grep -F "${5:+ via $5 }"
}

# WORD...: has ip change something. Another run of this script may have been quicker (a link has come while somebody
# installs): who is told that it failed asks whether it is so all the same, and only then complains.
change() { said=$(ip "$@" 2>&1) && changed=yes; }

complain() {
    warn "$thing: $said"
    return 1
}

apply_link() {
    is_link "$1" || wait_until is_link "$2" || {
        warn "$1: there is no link $2 to put it on"
        return 1
    }
    is_link "$1" || make_link "$@" || is_link "$1" || complain || return
    is_such_a_link "$@" || {
        warn "$1: there is another link of this name; it is left alone"
        return 1
    }
    status_up "$1" || heed_no_router "$1"
}

# NAME PARENT KIND...
make_link() {
    name=$1 parent=$2
    shift 2
    change link add "$name" link "$parent" type "$@"
}

# LINK: before it is up, or it takes an address and a default route from the LAN.
heed_no_router() {
    for key in accept_ra autoconf; do
        file=/proc/sys/net/ipv6/conf/$1/$key
        [ ! -e "$file" ] || echo 0 >"$file"
    done
}

# NAME [PORT]: with the MAC address of a port for good, else it has the lowest of all that are ever put in. Docker may have
# made one where it came first, and that will do.
apply_bridge() {
    is_link "$1" || make_bridge "$@" || is_link "$1" || complain || return
    status_bridge "$1" || {
        warn "$1: there is another link of this name; it is left alone"
        return 1
    }
    status_up "$1" || heed_no_router "$1"
}

make_bridge() {
    mac=''
    [ $# = 1 ] || mac=$(cat "/sys/class/net/$2/address" 2>/dev/null)
    change link add "$1" ${mac:+address "$mac"} type bridge
}

# END OTHER: a pair, with either of its ends.
apply_pair() {
    status_pair "$@" && return
    if is_link "$1" || is_link "$2"; then
        warn "$1: there is another link called $1 or $2; it is left alone"
        return 1
    fi
    change link add "$1" type veth peer name "$2" || status_pair "$@" || complain
}

# LINK BRIDGE
apply_port() {
    status_port "$@" && return
    wait_until is_link "$2" || {
        warn "$1: there is no bridge $2 to put it in"
        return 1
    }
    ip link set dev "$1" master "$2" && changed=yes
}

apply_mtu() { status_mtu "$@" || ip link set dev "$1" mtu "$2"; }

apply_up() { status_up "$@" || ip link set dev "$1" up; }

# LINK ADDRESS WORD...
apply_address() {
    wait_until is_link "$1" || {
        warn "$2: there is no link $1 to put it on"
        return 1
    }
    has_address "$1" "$2" && return
    link=$1
    shift
    change addr add "$@" dev "$link" || has_address "$link" "$1" || complain
}

apply_route() {
    status_route "$@" && return
    [ -z "${3:-}" ] || wait_until is_local "$3" || {
        warn "$2: no link of this host has the address $3 to send from"
        return 1
    }
    [ -z "${4:-}" ] || wait_until leads_to "$1" "$4" || {
        warn "$2: its next hop $4 isn't to be reached by $1"
        return 1
    }
    change route add "$2" ${4:+via "$4"} dev "$1" ${3:+src "$3"} || status_route "$@" || complain
}

# LINK ROUTER [metric NUMBER]: the kernel has one of a family and metric, so that of an older tree goes first. It comes back where
# the new one isn't taken: a session may need it.
apply_gateway() {
    status_gateway "$@" && return
    old=$(old_gateways "$@")
    link=$1 router=$2
    shift 2
    each_old_gateway del
    change route add default via "$router" dev "$link" "$@" || status_gateway "$link" "$router" "$@" || {
        each_old_gateway add
        complain
    }
}

# LINK ROUTER: prints the link's default routes of that family, but for those that the LAN gives (proto ra, dhcp).
old_gateways() {
    case $2 in
    *:*) set -- -6 "$1" ;;
    *) set -- -4 "$1" ;;
    esac
    ip "$1" route show default dev "$2" 2>/dev/null | grep -v ' proto ' | while read -r _ _ hop rest; do
        case " $rest " in
        *" metric "*) rest=${rest##*metric } && echo "via $hop metric ${rest%% *}" ;;
        *) echo "via $hop" ;;
        esac
    done
}

# VERB
each_old_gateway() {
    printf '%s\n' "$old" | while read -r way; do
        # shellcheck disable=SC2086  # several words
        [ -z "$way" ] || ip route "$1" default $way dev "$link"
    done
}

apply_promiscuous() {
    wait_until is_link "$1" || {
        warn "$1: there is no such link"
        return 1
    }
    status_promiscuous "$1" && return
    ip link set dev "$1" promisc on && changed=yes
}

status_link() { is_such_a_link "$@"; }
status_bridge() { is_of_kind "$1" bridge; }
status_pair() { is_of_kind "$1" veth && ip -o link show dev "$1" | grep -qF " $1@$2: "; }
status_port() { ip -o link show dev "$1" master "$2" 2>/dev/null | grep -q .; }
status_gateway() { gateway_there "$@" >/dev/null; }
status_mtu() { ip -o link show dev "$1" 2>/dev/null | grep -q " mtu $2 "; }
status_up() { ip -o link show up dev "$1" 2>/dev/null | grep -q .; }
status_address() { has_address "$1" "$2"; }
status_route() { route_there "$@" >/dev/null; }
status_promiscuous() { ip -o link show dev "$1" 2>/dev/null | grep -q '[<,]PROMISC[,>]'; }

# What is on a link goes with it.
remove_link() {
    is_link "$1" || return 0
    if ! is_such_a_link "$@"; then
        warn "$1: there is another link of this name; it is left alone"
        return 1
    fi
    ip link del dev "$1" && changed=yes
}

remove_bridge() {
    is_link "$1" || return 0
    if ! status_bridge "$1"; then
        warn "$1: there is another link of this name; it is left alone"
        return 1
    fi
    ip link del dev "$1" && changed=yes
}

# Both ends go with either of them.
remove_pair() {
    is_link "$1" || return 0
    if ! status_pair "$@"; then
        warn "$1: there is another link of this name; it is left alone"
        return 1
    fi
    ip link del dev "$1" && changed=yes
}

remove_port() { :; }
remove_gateway() { :; }
remove_mtu() { :; }
remove_up() { :; }

# A shim's has gone with the shim; of another link of that name nothing is taken.
remove_route() {
    [ -z "$failed" ] && status_route "$@" || return 0
    ip route del "$2" ${4:+via "$4"} dev "$1" && changed=yes
}

remove_address() {
    has_address "$1" "$2" || return 0
    ip addr del "$2" dev "$1" && changed=yes
}

remove_promiscuous() {
    status_promiscuous "$1" || return 0
    ip link set dev "$1" promisc off && changed=yes
}
