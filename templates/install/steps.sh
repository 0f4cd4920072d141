# --- steps: what brings links, firewall and networks up, and takes them down --------------------------
# PLACE FINGERPRINT TITLE APPLY UNDO CHECK INTERRUPTS NEEDS BUSY CLAIMS DISPLACES STAYS CLEAR: unpacks one of this tree's steps.
# PLACE begins with the phase's number, so that the names' order is the order in which the steps run.
step() {
    mkdir "$work/steps/$1"
    printf '%s\n' "$2" >"$work/steps/$1/fingerprint"
    printf '%s\n' "$3" >"$work/steps/$1/title"
    printf '%s\n' "$4" >"$work/steps/$1/apply"
    printf '%s\n' "$5" >"$work/steps/$1/undo"
    printf '%s\n' "$6" >"$work/steps/$1/check"
    printf '%s\n' "$7" >"$work/steps/$1/interrupts"
    printf '%s\n' "$8" >"$work/steps/$1/needs"
    printf '%s\n' "$9" >"$work/steps/$1/busy"
    printf '%s\n' "${10}" >"$work/steps/$1/claims"
    printf '%s\n' "${11}" >"$work/steps/$1/displaces"
    printf '%s\n' "${12}" >"$work/steps/$1/stays"
    printf '%s\n' "${13}" >"$work/steps/$1/clear"
}

# Prints the steps that may be up: status, TREE/STEP, in their order; with -r the last one first.
live_steps() {
    standing | awk -F"$TAB" '$1 == "step" { split($3, part, "/"); print part[2] "\t" $2 "\t" $3 }' |
        sort ${1:+"$1"} | cut -f 2-
}

folder_of() { printf '%s/trees/%s/steps/%s\n' "$state" "${1%/*}" "${1#*/}"; }

# A step's commands see nothing of ours but $LANWRIGHT_OLD: the tree that they came with. What they say
# passes through a file: a terminal that has gone away must not make them fail.
run_step() (
    LANWRIGHT_OLD=$state/trees/${1%/*}/host
    export LANWRIGHT_OLD
    trap - PIPE
    cd /
    if sh -e "$(folder_of "$1")/$2" </dev/null >"$work/said" 2>&1; then code=0; else code=$?; fi
    trap '' PIPE
    if [ "$code" = 0 ]; then cat "$work/said"; else cat "$work/said" >&2; fi || :
    exit "$code"
)

announce() (
    folder=$(folder_of "$2")
    interrupts=$(cat "$folder/interrupts")
    say "$1: $(cat "$folder/title")${interrupts:+ (interrupts: $interrupts)}"
)

take_down() {
    announce "undo" "$1"
    run_step "$1" undo || return 1
    note step down "$1"
}

# The live steps with STEP's title that are other than STEP.
others_like() (
    title=$(cat "$(folder_of "$1")/title")
    live_steps | while IFS=$TAB read -r _ live; do
        [ "$live" = "$1" ] || [ "$(cat "$(folder_of "$live")/title")" != "$title" ] || printf '%s\n' "$live"
    done
)

has_fingerprint_of() { cmp -s "$(folder_of "$1")/fingerprint" "$(folder_of "$2")/fingerprint"; }

# LIVE: this tree has the same step.
is_wanted() (
    for folder in "$work"/steps/*; do
        ! cmp -s "$folder/fingerprint" "$(folder_of "$1")/fingerprint" || exit 0
    done
    exit 1
)

# FOLDER: prints the live steps that can't stand beside its step and that this tree hasn't, the last one first. One with its
# title is the same thing.
displaced_by() (
    live_steps -r | while IFS=$TAB read -r _ live; do
        folder=$(folder_of "$live")
        ! claims_one_of "$1/displaces" "$folder/claims" || cmp -s "$1/title" "$folder/title" || is_wanted "$live" ||
            printf '%s\n' "$live"
    done
)

# WANTED CLAIMS: the two files have a line in common. What an older lanwright installed claims nothing.
claims_one_of() {
    [ -f "$2" ] && awk 'FILENAME == ARGV[1] { if ($0 != "") wanted[$0]; next } $0 in wanted { hit = 1 } END { exit !hit }' "$1" "$2"
}

is_live() (
    live_steps | while IFS=$TAB read -r _ live; do
        [ "$live" != "$1" ] || echo yes
    done
)

bring_up() (
    for live in $(displaced_by "$(folder_of "$1")"); do
        take_down "$live" || stopped "$live" "could not be undone"
    done
    others=$(others_like "$1")
    for live in $others; do
        has_fingerprint_of "$live" "$1" || take_down "$live" || stopped "$live" "could not be undone"
    done
    note step begun "$1"
    if [ "$2" = run ]; then
        announce run "$1"
        run_step "$1" apply || stopped "$1" "failed"
    fi
    note step up "$1"
    for live in $others; do
        ! has_fingerprint_of "$live" "$1" || note step down "$live"
    done
)

stopped() {
    [ ! -f "$state/pending" ] || warn "everything is restored in $seconds seconds, unless 'install confirm' comes in time"
    refuse "step '$(cat "$(folder_of "$1")/title")' $2; put right what stands above, then apply again to go on, or remove to go back"
}
