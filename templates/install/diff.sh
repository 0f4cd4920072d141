# --- diff: what apply would do ------------------------------------------------------------------------
# DESTINATION NEW MODE: how the file here would change. What not everyone may read isn't shown.
show_change() (
    there=$(look "$root$1")
    old=$root$1
    case $there in
    none) old=/dev/null ;;
    link | odd | closed) exit 0 ;;
    esac
    mode=${there#* }
    mode=${mode%% *}
    if hidden "$3" || { [ "$old" != /dev/null ] && hidden "$mode"; }; then
        say "differs: $1 (not shown, because not everyone may read it)"
    elif cmp -s "$old" "$2"; then
        say "differs: $1 (owner and mode: ${there#* }, wanted: $3 $owner)"
    elif [ "$old" = /dev/null ]; then
        diff -u -L /dev/null -L "$1" "$old" "$2" || :
    elif [ "$2" = /dev/null ]; then
        diff -u -L "$1" -L /dev/null "$old" "$2" || :
    else
        diff -u -L "$1" -L "$1" "$old" "$2" || :
    fi
)

show_files() {
    while IFS=$TAB read -r action was _ mode destination path; do
        case $action in
        same | claim | forget) continue ;;
        esac
        differs=yes
        if [ "$path" != - ]; then
            show_change "$destination" "$tree/$path" "$mode"
        elif [ "$was" = kept ]; then
            original=$(original_of "$destination")
            show_change "$destination" "$original" "$(stat -c %a "$original")"
        else
            show_change "$destination" /dev/null 0644
        fi
    done <"$work/plan"
}

show_steps() {
    while IFS=$TAB read -r relation step; do
        [ "$relation" != up ] || continue
        differs=yes
        folder=$work/steps/$step
        [ "$relation" != gone ] || folder=$(folder_of "$step")
        case $relation in
        new) sign="+ step" ;;
        changed) sign="! step (undone, then run anew)" ;;
        again) sign="! step (run again: it isn't up)" ;;
        gone) sign="- step" ;;
        esac
        interrupts=$(cat "$folder/interrupts")
        say "$sign: $(cat "$folder/title")${interrupts:+ (interrupts: $interrupts)}"
    done <"$work/steps.plan"
}

show_diff() {
    need_tools
    [ ! -d "$state/trees" ] || [ -r "$state/trees" ] || refuse "diff needs root to read $state; run: sudo sh '$0' diff"
    make_work_folder
    verify_tree
    verify_host
    read_journal
    plan_files "$work/goal"
    plan_steps
    differs=
    show_files
    show_steps
    awk -F"$TAB" '$1 !~ /^(same|claim|forget)$/ { print $5 }' "$work/plan" >"$work/touched"
    print_notices "$work"/notices/* "$state"/trees/*/notices/*
    while IFS= read -r text; do warn "$text"; done <"$work/problems"
    ! unfinished || refuse "a run of '$(cat "$state/unfinished")' was cut short; apply finishes it, remove undoes it"
    [ -z "$differs" ] || exit 1
    say "nothing would change on this host"
}
