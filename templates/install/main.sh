# --- main: the command line ----------------------------------------------------------------------------
is_seconds() {
    case $1 in
    '' | 0* | *[!0-9]*) return 1 ;;
    esac
}

adopted=
seconds=
read_options() {
    while [ $# -gt 0 ]; do
        case $1-$# in
        --adopt-1 | --rollback-1) misuse "$1 takes a value: --adopt FILE, --rollback SECONDS" ;;
        esac
        case $1 in
        --adopt) adopted=$adopted$2$NL ;;
        --rollback)
            is_seconds "$2" || misuse "--rollback $2: give a number of seconds, such as 120"
            seconds=$2
            ;;
        *) misuse "$1: apply knows --adopt FILE and --rollback SECONDS" ;;
        esac
        shift 2
    done
}

main() {
    trap clean_up EXIT
    command=${1:-}
    after=
    [ $# = 0 ] || shift
    case $command in
    apply) read_options "$@" ;;
    rollback) if [ $# = 2 ] && [ "$1" = --after ] && is_seconds "$2"; then after=$2 && shift 2; fi ;;
    esac
    case $command-$# in
    apply-*) apply ;;
    diff-0) show_diff ;;
    confirm-0) confirm ;;
    rollback-0) rollback "$after" ;;
    remove-0) remove ;;
    status-0) status ;;
    help-0 | --help-0 | -h-0) usage ;;
    diff-* | confirm-* | rollback-* | remove-* | status-*) misuse "$command takes no further words" ;;
    -*) misuse "which command?" ;;
    *) misuse "$command: no such command" ;;
    esac
}

# A tool that failed has said why, but not what to do.
clean_up() {
    status=$?
    if [ "$status" != 0 ] && [ -n "$held" ] && [ ! -e "$work/explained" ]; then
        warn "stopped by what stands above; put it right, then apply again to go on, or remove to go back"
    fi
    [ -z "$work" ] || rm -rf "$work"
    unlock
}

# A session that ends doesn't stop what was begun; a person does.
held=
hold_on() {
    held=yes
    trap '' HUP PIPE
    trap 'refuse "stopped; run apply again to go on, or remove to go back"' INT TERM
}

main "$@"
