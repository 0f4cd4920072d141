# --- refusals: what stands against a file, all of it collected before anything is changed -------------
problem() { printf '%s\n' "$*" >>"$work/problems"; }

named() {
    case $NL$adopted$NL in
    *"$NL$1$NL"*) ;;
    *) return 1 ;;
    esac
}

# A path as it has to be typed.
shell_word() {
    case $1 in
    *[!A-Za-z0-9/._:@+-]*) printf '%s\n' "$1" | sed "s/'/'\\\\''/g; s/^/'/; s/\$/'/" ;;
    *) printf '%s\n' "$1" ;;
    esac
}

judge_odd() {
    case $1 in
    outside) problem "$2: a folder above it is no real folder or leads elsewhere; put a real folder there" ;;
    link) problem "$2: is a symbolic link, which is never followed; remove the link first" ;;
    odd) problem "$2: is no plain file; move it away first" ;;
    closed) problem "$2: can't be read; run as root" ;;
    esac
}

# A file that is there, isn't as wanted, and whose content isn't from us.
judge_foreign() {
    option="--adopt $(shell_word "$1")"
    if [ "$2" = - ]; then
        problem "$1: was not made by lanwright; pass $option to replace it (remove puts it back), or move it away"
    else
        problem "$1: was changed since it was installed; pass $option to overrule that ($state/backup keeps it until the next apply), or move it away"
    fi
}
