# --- notices: commands that changed files ask for, left to the host's owner where they interrupt something --
# PLACE COMMAND INTERRUPTS WHEN UNDONE UNATTENDED: unpacks one. WHEN has one shell pattern of destinations a line;
# UNDONE is what takes the command's place where its tree isn't $staying, a pattern. UNATTENDED isn't empty where the host may
# be out of reach until it has run: a rollback ($unattended) runs it itself, in the command's place.
staying='' unattended=
notice() {
    mkdir "$work/notices/$1"
    printf '%s\n' "$2" >"$work/notices/$1/command"
    printf '%s\n' "$5" >"$work/notices/$1/undone"
    printf '%s\n' "$3" >"$work/notices/$1/interrupts"
    printf '%s\n' "$4" >"$work/notices/$1/when"
    printf '%s' "$6" >"$work/notices/$1/unattended"
}

# NOTICE: one of the files in $work/touched is one of those that it waits for.
concerns_touched() (
    while IFS= read -r pattern; do
        while IFS= read -r file; do
            # shellcheck disable=SC2254  # it is a pattern
            case $file in
            $pattern) exit 0 ;;
            esac
        done <"$work/touched"
    done <"$1/when"
    exit 1
)

# NOTICE: it is due, and its command is new to this run; sets $command and $interrupts.
is_due() {
    { [ -d "$1" ] && concerns_touched "$1"; } || return 1
    command=$(cat "$1/command")
    # shellcheck disable=SC2254  # a pattern again
    case $1 in
    "$work"/* | "$state/trees/"$staying/*) ;;
    *)
        ! is_met || return 1 # the one that stays asks for the same
        command=$(cat "$1/undone")
        ;;
    esac
    interrupts=$(cat "$1/interrupts")
    if [ -n "$unattended" ] && [ -s "$1/unattended" ]; then
        command=$(cat "$1/unattended")
        interrupts=
    fi
    ! is_met # an empty one is
}

is_met() {
    case $met in
    *"$NL$command$NL"*) ;;
    *) return 1 ;;
    esac
}

# NOTICE...: prints those for the host's owner that concern a touched file, each command once. They are
# those of all trees that the run has to do with: a file that has gone may want a restart, too.
print_notices() {
    met=$NL$NL
    ! offline || return 0
    for folder in "$@"; do
        if is_due "$folder" && [ -n "$interrupts" ]; then
            met=$met$command$NL
            say "left to you: $command (interrupts: $interrupts)"
        fi
    done
}

# NOTICE...: the same, and what interrupts nothing, in whatever tree, is done.
heed_notices() {
    print_notices "$@"
    ! offline || return 0
    for folder in "$@"; do
        is_due "$folder" || continue
        met=$met$command$NL
        say "run: $command"
        (cd / && sh -e -c "$command" </dev/null >"$work/said" 2>&1) ||
            warn "'$command' failed, so it is left to you: $(cat "$work/said")"
    done
}
