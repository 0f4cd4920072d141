{% raw %}
# A container in another one's network stays down where that one wasn't up when Docker started both, and stays in a network
# that is gone where that one was started anew.
docker version >/dev/null 2>&1 || exit 0
answer=0
for id in $(docker ps --all --quiet); do
    # shellcheck disable=SC2046  # words
    set -- $(docker container inspect --format '{{.Name}} {{.State.Pid}} {{.HostConfig.NetworkMode}} {{.State.Error}}' "$id")
    name=${1#/} process=$2 owner=${3#container:}
    [ "$owner" != "$3" ] || continue
    theirs=$(docker container inspect --format '{{.State.Pid}}' "$owner" 2>/dev/null) || continue
    if [ "$theirs" = 0 ]; then
        continue
    elif [ "$process" = 0 ] && [ $# -gt 3 ]; then
        echo "$name couldn't be started: the container whose network it lives in was down"
        echo "left to you: docker start $name (interrupts: nothing)"
    elif [ "$process" != 0 ] && [ "$(readlink "/proc/$process/ns/net")" != "$(readlink "/proc/$theirs/ns/net")" ]; then
        echo "$name lives in a network that is gone: the container that has it was started anew"
        echo "left to you: docker restart $name (interrupts: $name)"
    else
        continue
    fi
    answer=1
done
exit "$answer"
{% endraw %}
