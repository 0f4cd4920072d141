# --- networks ----------------------------------------------------------------------------------------
say() { printf '%s\n' "$*"; }
warn() { printf 'lanwright-docker-networks: %s\n' "$*" >&2; }

# NETWORK: prints what it has and shouldn't, and what it should have and hasn't.
differences() (
    wanted=$(wanted_of_network "$1")
    found=$(network_as_it_is "$1")
    printf '%s\n' "$wanted" | grep -Fxv -e "$found" | sed 's/^/    it lacks: /'
    printf '%s\n' "$found" | grep -Fxv -e "$wanted" | grep -v -e "$(allowed_besides "$1")" | sed 's/^/    it has: /'
)

verify_network() (
    different=$(differences "$1")
    if [ -z "$different" ]; then
        say "$1: is there"
        return
    fi
    warn "$1: Docker has a network of this name that is another one; it is left alone"
    printf '%s\n' "$different" >&2
    warn "$1: to replace it, stop its containers$(containers_on "$1"), 'docker network rm $1', then create again"
    return 1
)

create_network() (
    if is_network "$1"; then
        verify_network "$1"
        return
    fi
    link=$(needed_link "$1")
    if [ -n "$link" ] && [ ! -e "/sys/class/net/$link" ]; then
        warn "$1: the host's link $link isn't there; bring it up first"
        return 1
    fi
    if ! may_choose "$1"; then
        warn "$1: Docker hasn't the intent's address pools and docker0 yet: restart it, then create again"
        return 3
    fi
    if make "$1"; then
        say "$1: made"
    else
        # After Docker's start the unit and a person may both be at it, and the other one was quicker.
        is_network "$1" && verify_network "$1"
    fi
)

containers_on() (
    names=$(docker network inspect --format "$containers_shape" "$1")
    [ -z "$names" ] || printf ' (%s)' "${names% }"
)

network_status() (
    if ! is_network "$1"; then
        say "$1: missing"
        return 1
    fi
    different=$(differences "$1")
    if [ -n "$different" ]; then
        say "$1: differs"
        say "$different"
        return 1
    fi
    say "$1: is there"
)

remove_network() (
    if ! is_network "$1"; then
        say "$1: isn't there"
    elif ! is_ours "$1"; then
        say "$1: isn't ours (no label $label), left alone"
    elif docker network rm "$1" >/dev/null; then
        say "$1: removed"
    else
        warn "$1: first stop or disconnect its containers$(containers_on "$1")"
        return 1
    fi
)
