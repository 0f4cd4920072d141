# --- step plan: which steps would run -----------------------------------------------------------------
# Says how a step of this tree stands to what is live:
#   new       no step with its title is up
#   changed   one is, but another: that one is undone first
#   again     it is, but was cut short, or its check fails
#   up        it is
relation() (
    answer=new
    live_steps >"$work/live"
    while IFS=$TAB read -r status live; do
        folder=$(folder_of "$live")
        cmp -s "$folder/title" "$1/title" || continue
        if ! cmp -s "$folder/fingerprint" "$1/fingerprint"; then
            answer=changed
        elif [ "$answer" = new ]; then
            if [ "$status" = up ] && check "$1" "$tree"; then answer=up; else answer=again; fi
        fi
    done <"$work/live"
    echo "$answer"
)

# STEP TREE: whether what the step makes is there. Without root that can't be asked; it is taken for good.
check() (
    [ "$user" = 0 ] || exit 0
    LANWRIGHT_OLD=$2
    export LANWRIGHT_OLD
    cd /
    sh -e "$1/check" </dev/null >/dev/null 2>&1
)

# Prints the live steps whose title this tree doesn't know, the last one first.
leftover_steps() (
    cat "$work"/steps/*/title >"$work/titles" 2>/dev/null || :
    live_steps -r | while IFS=$TAB read -r _ live; do
        title=$(cat "$(folder_of "$live")/title") awk '$0 == ENVIRON["title"] { hit = 1 } END { exit !hit }' "$work/titles" ||
            printf '%s\n' "$live"
    done
)

# STEP: what its owner has on this host stands against it.
ask_needs() (
    [ "$user" = 0 ] || exit 0
    LANWRIGHT_OLD=$tree
    export LANWRIGHT_OLD
    cd /
    sh -e "$1/needs" </dev/null >"$work/said" 2>&1 || problem "$(cat "$work/said")"
)

# LIVE QUESTION: what an installed step says against its going. One that an older lanwright installed may lack the question.
ask_live() (
    [ -s "$(folder_of "$1")/$2" ] || exit 0
    LANWRIGHT_OLD=$state/trees/${1%/*}/host
    export LANWRIGHT_OLD
    cd /
    sh -e "$(folder_of "$1")/$2" </dev/null >"$work/said" 2>&1 || problem "$(cat "$work/said")"
)

# The installed steps that have to go, and that something uses: who undoes them would stop half-way.
ask_busy() {
    [ "$user" = 0 ] || return 0
    live_steps -r >"$work/live"
    while IFS=$TAB read -r _ live; do
        is_wanted "$live" || ask_live "$live" busy
    done <"$work/live"
}

# Those that have to go first, and don't: what takes their place would fail half-way.
ask_displaced() {
    [ "$user" = 0 ] || return 0
    for folder in "$work"/steps/*; do
        grep -q . "$folder/displaces" 2>/dev/null || continue
        for live in $(displaced_by "$folder"); do ask_live "$live" stays; done
    done
}

plan_new() {
    for folder; do
        [ ! -d "$folder" ] || printf '%s\t%s\n' "$(relation "$folder")" "${folder##*/}" >>"$work/steps.plan"
    done
}

# $work/steps.plan, in the order in which they run: relation, then the step's folder name or TREE/STEP. What is gone
# comes last, for new links may carry a session that old ones have carried so far; but old networks come before new
# ones: Docker refuses a second one in their subnet or with their bridge.
plan_steps() {
    : >"$work/steps.plan"
    ! offline || return 0
    leftover_steps >"$work/leftover.steps"
    plan_new "$work"/steps/[12]-*
    sed -n "/\/3-networks-/s/^/gone$TAB/p" "$work/leftover.steps" >>"$work/steps.plan"
    plan_new "$work"/steps/3-*
    sed "/\/3-networks-/d; s/^/gone$TAB/" "$work/leftover.steps" >>"$work/steps.plan"
    while IFS=$TAB read -r relation step; do
        [ "$relation" != new ] || ask_needs "$work/steps/$step"
    done <"$work/steps.plan"
    ask_busy
    ask_displaced
}
