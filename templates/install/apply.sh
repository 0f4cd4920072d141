# --- apply: makes this host what the tree says --------------------------------------------------------
prepare() {
    [ -d "$state" ] || mkdir "$state"
    for above in $made_for_state; do note dir - "$above"; done
    stage_tree
    make_backup
    rm -f "$state/rollback.log"
    record_consent
    [ -z "$seconds" ] || arm
    echo apply >"$state/unfinished"
    record_files
    sync
}

write_files() {
    while IFS=$TAB read -r action was sha mode destination path; do
        case $action in
        add | replace | adopt) write_file "$action" "$was" "$sha" "$mode" "$destination" "$path" ;;
        esac
    done <"$work/plan"
}

drop_files() {
    while IFS=$TAB read -r action was _ _ destination _; do
        case $action in
        drop | discard | forget) drop_file "$action" "$was" "$destination" ;;
        esac
    done <"$work/plan"
}

# Takes down every old network that this tree hasn't in the same shape: two of them may have changed places.
make_room_for_networks() {
    live_steps -r >"$work/live"
    while IFS=$TAB read -r _ live; do
        case $live in
        */3-networks-*) is_wanted "$live" || take_down "$live" || stopped "$live" "could not be undone" ;;
        esac
    done <"$work/live"
}

# A step that is up runs again when anything else is new: it may depend on it, and it is safe to run twice.
run_steps() {
    urgent=$(awk -F"$TAB" '$1 !~ /^(same|claim|forget)$/ { print "run"; exit }' "$work/plan")
    roomy=
    while IFS=$TAB read -r relation step; do
        case /$step in
        */3-networks-*)
            [ -n "$roomy" ] || make_room_for_networks
            roomy=yes
            ;;
        esac
        case $relation-$step in
        gone-*/3-networks-*) ;; # down already
        gone-*) [ -z "$(is_live "$step")" ] || take_down "$step" || stopped "$step" "could not be undone" ;;
        up-*) bring_up "$id/$step" "${urgent:-$resumed}" ;;
        *) bring_up "$id/$step" run ;;
        esac
    done <"$work/steps.plan"
}

apply() {
    need_root apply
    need_tools
    lock
    refuse_while_pending
    make_work_folder
    verify_tree
    verify_host
    mend_journal
    read_journal
    plan_files "$work/goal"
    plan_steps
    verify_adopted
    refuse_problems
    if is_applied; then
        say "nothing to change: this host is what this folder says"
        exit 0
    fi
    if unfinished; then resumed=run; else resumed=; fi
    hold_on
    prepare
    [ -z "$resumed" ] || sweep
    write_files
    run_steps
    drop_files
    finish
}
