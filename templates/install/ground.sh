# --- ground: where things are, and what must be there before anything begins ------------------------
tree=$(cd -P -- "$(dirname -- "$0")" && pwd -P)
root=
if [ -n "${LANWRIGHT_ROOT:-}" ]; then
    case $LANWRIGHT_ROOT in
    /*) ;;
    *) misuse "LANWRIGHT_ROOT=$LANWRIGHT_ROOT is no absolute path; give one that starts with /" ;;
    esac
    [ -d "$LANWRIGHT_ROOT" ] || misuse "LANWRIGHT_ROOT=$LANWRIGHT_ROOT is no directory; make it first"
    root=$(cd -P -- "$LANWRIGHT_ROOT" && pwd -P)
    root=${root%/}
fi
state=$root/var/lib/lanwright
journal=$state/journal
user=$(id -u)
work=

# An image is built from outside: its files are placed, and nothing is run.
offline() { [ -n "${LANWRIGHT_ROOT:-}" ]; }

need_root() {
    offline || [ "$user" = 0 ] || refuse "$1 needs root, for it changes this host; run: sudo sh '$0' $1"
}

need_tools() {
    missing=
    for tool in awk cat chmod chown cmp cp cut diff mkdir mktemp mv rm rmdir sed sha256sum sleep sort stat tail; do
        command -v "$tool" >/dev/null || missing="$missing $tool"
    done
    [ -z "$missing" ] || refuse "tools are missing on this host:$missing; install them first"
    [ -r "/proc/$$/stat" ] || refuse "/proc isn't mounted; the lock needs it"
}

make_work_folder() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/lanwright.XXXXXX")
    mkdir "$work/steps" "$work/notices"
    steps_and_notices
}
