# --- notices: commands for the host's owner, because they interrupt something -------------------------
# PLACE COMMAND INTERRUPTS WHEN: unpacks one. WHEN has one shell pattern of destinations a line.
notice() {
    mkdir "$work/notices/$1"
    printf '%s\n' "$2" >"$work/notices/$1/command"
    printf '%s\n' "$3" >"$work/notices/$1/interrupts"
    printf '%s\n' "$4" >"$work/notices/$1/when"
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

# NOTICE...: prints those that concern a touched file, each command once. They are those of all trees
# that the run has to do with: a file that has gone may want a restart, too.
print_notices() {
    ! offline || return 0
    printed=$NL
    for folder in "$@"; do
        { [ -d "$folder" ] && concerns_touched "$folder"; } || continue
        command=$(cat "$folder/command")
        case $printed in
        *"$NL$command$NL"*) continue ;;
        esac
        printed=$printed$command$NL
        say "left to you: $command (interrupts: $(cat "$folder/interrupts"))"
    done
}
