# --- look: what stands at a place on this host, without touching it ---------------------------------
if [ "$user" = 0 ]; then owner=0:0; else owner=-; fi

# Prints "none", "link", "odd" (a folder, a device, ...), "closed" (can't be read), or a plain file's
# sha256, mode and owner. Without root nobody's owner is compared, for none could be given either.
look() (
    if [ -L "$1" ]; then
        echo link
    elif [ ! -e "$1" ]; then
        echo none
    elif [ ! -f "$1" ]; then
        echo odd
    elif [ ! -r "$1" ]; then
        echo closed
    else
        set -- "$(sha_of "$1")" "$(stat -c '%a %u:%g' "$1")"
        if [ "$owner" = - ]; then set -- "$1" "${2%% *} -"; fi
        printf '%s %04d %s\n' "$1" "${2%% *}" "${2#* }"
    fi
)

# The nearest folder above FILE that exists is a real one, and lies under the root that was given.
inside() (
    above=$root${1%/*}
    while [ -n "$above" ] && [ ! -e "$above" ] && [ ! -L "$above" ]; do above=${above%/*}; done
    [ -d "${above:-/}" ] || exit 1
    real=$(cd -P -- "${above:-/}" && pwd -P) || exit 1
    case $real/ in
    "$root"/*) ;;
    *) exit 1 ;;
    esac
)

# Modes whose last digit lacks the 4: contents that not everyone may read are never shown.
hidden() {
    case $1 in
    *[0123]) ;;
    *) return 1 ;;
    esac
}
