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

# $work/steps.plan: relation, then the step's folder name or TREE/STEP.
plan_steps() {
    : >"$work/steps.plan"
    ! offline || return 0
    for folder in "$work"/steps/*; do
        [ ! -d "$folder" ] || printf '%s\t%s\n' "$(relation "$folder")" "${folder##*/}" >>"$work/steps.plan"
    done
    leftover_steps | while IFS= read -r live; do printf 'gone\t%s\n' "$live" >>"$work/steps.plan"; done
}
