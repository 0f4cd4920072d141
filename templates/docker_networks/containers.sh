# --- containers: have they still what Docker gave them? ----------------------------------------------{% raw %}

members_shape='{{range .Containers}}{{.Name}} {{.IPv4Address}} {{.IPv6Address}}
{{end}}'
process_shape='{{.State.Pid}}'{% endraw %}


# PROCESS COMMAND...: runs it in the network of a process; fails where that can't be looked at.
within() (
    process=$1
    shift
    nsenter --net="/proc/$process/ns/net" "$@" 2>/dev/null
)

# PROCESS ADDRESS...: the container has a link with each of them. A link goes with the one that it stands on.
has_links() (
    process=$1
    shift
    there=$(within "$process" ip -o address show) || exit 0
    for address; do
        printf '%s\n' "$there" | grep -qF " $address " || exit 1
    done
)

# PROCESS ADDRESS BRIDGE: the container's link is a port of the bridge; one that is made anew has none of its old ports.
is_port_of() (
    link=$(within "$1" ip -o address show to "${2%/*}" | awk '{ print $2 }') && [ -n "$link" ] || exit 0
    other_end=$(within "$1" ip -o link show dev "$link" | sed -n 's/^[0-9]*: [^:]*@if\([0-9]*\):.*/\1/p')
    [ -z "$other_end" ] || ip -o link show master "$3" | grep -q "^$other_end: "
)

# NETWORK: prints the containers on it that are cut off from it until they are started anew.
cut_off() (
    bridge=$(bridge_of "$1")
    docker network inspect --format "$members_shape" "$1" 2>/dev/null | while read -r name addresses; do
        [ -n "$addresses" ] || continue
        process=$(docker container inspect --format "$process_shape" "$name" 2>/dev/null) || continue
        # shellcheck disable=SC2086  # an address of each family
        if ! has_links "$process" $addresses || ! { [ -z "$bridge" ] || is_port_of "$process" "${addresses%% *}" "$bridge"; }; then
            printf '%s\n' "$name"
        fi
    done
)

containers_status() (
    link=$(needed_link "$1")
    if [ -n "$link" ] && [ ! -e "/sys/class/net/$link" ]; then
        say "$1: the host's link $link isn't there: nobody reaches its containers; bring it up, then ask again"
        return 1
    fi
    lost=$(cut_off "$1")
    for name in $lost; do
        say "$1: $name has lost its link"
        say "left to you: docker restart $name (interrupts: $name)"
    done
    [ -z "$lost" ]
)
