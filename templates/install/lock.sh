# --- lock: keeps two runs apart, however the first one ended ----------------------------------------
# Each run puts up a file of its own, and only then looks for others. Of two runs the later to put up
# its file sees the earlier one's, so they never both go on. A file's name says which process it is
# of, with the time that process started (proc(5), field 22), so a dead one's never counts.
locks=$root/var/lib/lanwright.lock
own_lock=

started() (
    read -r line <"/proc/$1/stat" || exit 1
    # shellcheck disable=SC2086  # the fields after the command's name, which may hold anything
    set -- ${line##*") "}
    echo "${20}"
) 2>/dev/null

# Prints the process that holds the lock, if one does.
lock_holder() (
    for lock in "$locks".*; do
        { [ -e "$lock" ] && [ "$lock" != "$own_lock" ]; } || continue
        holder=${lock#"$locks".}
        if [ "$(started "${holder%.*}")" = "${holder#*.}" ]; then
            echo "${holder%.*}"
        else
            rm -f "$lock" || :
        fi
    done
)

try_lock() {
    own_lock=$locks.$$.$(started $$)
    : >"$own_lock"
    holder=$(lock_holder)
    [ -n "$holder" ] || return 0
    unlock
    return 1
}

lock() {
    make_state_parents
    try_lock || refuse "another run of install (process $holder) is at work here; wait until it has ended"
    rm -rf "$state.gone" # a remove that was killed at its very end
}

unlock() {
    [ -z "$own_lock" ] || rm -f "$own_lock"
    own_lock=
}

# An image may lack /var/lib; every host has it.
made_for_state=
make_state_parents() {
    inside /var/lib/lanwright/journal || refuse "$state would lie outside of $root/; make its folders real ones"
    for above in /var /var/lib; do
        [ -d "$root$above" ] && continue
        mkdir "$root$above"
        made_for_state="$made_for_state $above"
    done
}
