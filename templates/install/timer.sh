# --- timer: everything comes back unless someone who still reaches the host says so --------------------
pending() { [ "$(cat "$state/pending" 2>/dev/null)" = "$1" ]; }

# The timer's process is alive.
watched() (
    watcher=$(cat "$state/watcher" 2>/dev/null) || exit 1
    [ "$(started "${watcher%.*}")" = "${watcher#*.}" ]
)

# Begun before the first change, so that the timer is there even if that cuts off the one who applies.
# It outlives the session: systemd ends a session's own processes (logind.conf, KillUserProcesses).
arm() {
    rm -f "$state/watcher"
    printf '%s\n' "$$.$(started $$)" >"$state/pending"
    set -- "$(command -v sh)" "$state/trees/$id/host/install" rollback --after "$seconds"
    if ! offline && [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; then
        systemd-run --quiet --collect --unit="lanwright-rollback-$$" "$@" || cannot_arm "systemd-run failed"
    elif command -v setsid >/dev/null; then
        setsid "$@" </dev/null >/dev/null 2>&1 &
    else
        cannot_arm "setsid is missing"
    fi
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        ! watched || return 0
        sleep 1
    done
    cannot_arm "it did not begin"
}

cannot_arm() {
    rm -f "$state/watcher"
    rm -f "$state/pending"
    refuse "the rollback's timer could not be started ($1); apply without --rollback"
}

# The timer: counts from the end of the apply, however that ended.
watch() {
    token=$(cat "$state/pending" 2>/dev/null) || exit 0
    printf '%s\n' "$$.$(started $$)" >"$state/watcher"
    while [ -n "$(lock_holder)" ]; do sleep 1; done
    left=$1
    while [ "$left" -gt 0 ]; do
        pending "$token" || exit 0
        sleep 1
        left=$((left - 1))
    done
    until try_lock; do sleep 1; done
    pending "$token" || exit 0
    exec >>"$state/rollback.log" 2>&1
    say "$(date): not confirmed in $1 seconds; everything is restored"
}

confirm() {
    need_root confirm
    need_tools
    lock
    if [ -f "$state/pending" ]; then
        rm -f "$state/pending" "$state/watcher"
        say "confirmed: what was applied stays"
    elif [ -f "$state/rollback.log" ]; then
        refuse "too late: the last apply was rolled back; $state/rollback.log says what was done"
    else
        refuse "nothing waits to be confirmed; only 'apply --rollback SECONDS' does"
    fi
}
