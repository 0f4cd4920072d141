# --- containers that compose doesn't run --------------------------------------------------------------
is_container() { [ "$(docker container inspect --format "$name_shape" "$1" 2>/dev/null)" = "/$1" ]; }

# NETWORK/CONTAINER: prints the connection's settings, nothing where there is none.{% raw %}

connection_as_it_is() {
    docker container inspect --format '{{with index .NetworkSettings.Networks "'"${1%/*}"'"}}connected
mac {{.MacAddress}}
'"$priority_shape"'{{with .IPAMConfig}}address {{.IPv4Address}}
address {{.IPv6Address}}
{{end}}{{range .Aliases}}alias {{.}}
{{end}}{{range $key, $value := .DriverOpts}}option {{$key}}={{$value}}
{{end}}{{end}}' "${1#*/}"
}{% endraw %}


# NETWORK/CONTAINER: prints what the connection lacks; all of it where there is none.
lacking() (
    found=$(connection_as_it_is "$1")
    wanted_of_connection "$1" | grep -Fxv -e "$found"
)

connect_container() (
    if ! is_container "${1#*/}"; then
        warn "$1: there is no container ${1#*/}; make it, then connect again"
        return 1
    fi
    if [ -z "$(connection_as_it_is "$1")" ]; then
        attach "$1" || return
    fi
    connection_status "$1"
)

connection_status() (
    if ! is_container "${1#*/}"; then
        say "$1: there is no container ${1#*/}"
        return 1
    fi
    lacks=$(lacking "$1")
    if [ -n "$lacks" ]; then
        say "$1: isn't connected as it should be; it lacks:"
        printf '%s\n' "$lacks" | sed 's/^/    /'
        return 1
    fi
    say "$1: is connected"
)
