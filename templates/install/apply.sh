# --- apply: makes this host what the tree says --------------------------------------------------------
# --adopt names files that are wanted here, or that lanwright made here.
verify_adopted() {
    printf '%s\n' "$adopted" | while IFS= read -r file; do
        [ -n "$file" ] || continue
        file=$file awk -F"$TAB" '$5 == ENVIRON["file"] { hit = 1 } END { exit !hit }' "$work/plan" ||
            misuse "--adopt $file: no file of this host has that path; 'sh install diff' shows the paths"
    done
}

refuse_problems() {
    [ -s "$work/problems" ] || return 0
    while IFS= read -r text; do warn "$text"; done <"$work/problems"
    refuse "nothing was changed"
}

refuse_while_pending() {
    [ -f "$state/pending" ] || return 0
    watched || refuse "the last apply was never confirmed and its timer is gone (a reboot?); 'confirm' keeps it, 'rollback' undoes it"
    refuse "the last apply waits for 'sh install confirm'; confirm it, or wait until it is rolled back"
}

is_applied() {
    ! unfinished && cmp -s "$tree/manifest.json" "$state/manifest.json" &&
        awk -F"$TAB" '$1 != "same" { hit = 1 } END { exit hit }' "$work/plan" &&
        awk -F"$TAB" '$1 != "up" { hit = 1 } END { exit hit }' "$work/steps.plan"
}

# What is in the state folder is whole: a copy is made beside and then renamed.
stage_tree() {
    [ ! -d "$state/trees/$id" ] || return 0
    part=$state/trees/part
    rm -rf "$part"
    [ -d "$state/trees" ] || mkdir -m 700 "$state/trees"
    mkdir "$part"
    while IFS=$TAB read -r _ mode path _; do
        copy=$part/host/$path
        mkdir -p "${copy%/*}"
        cp "$tree/$path" "$copy"
        chmod "$mode" "$copy"
    done <"$work/manifest"
    cp "$tree/manifest.json" "$part/host/manifest.json"
    cp -R "$work/steps" "$work/notices" "$part"
    mv "$part" "$state/trees/$id"
}

# --adopt is said once: a run that goes on with this one knows.
note_consent() {
    while IFS=$TAB read -r action _ _ _ destination _; do
        case $action in
        adopt | discard) note adopt "$(sha_of "$root$destination")" "$destination" ;;
        esac
    done <"$work/plan"
}

prepare() {
    [ -d "$state" ] || mkdir "$state"
    for above in $made_for_state; do note dir - "$above"; done
    stage_tree
    make_backup
    rm -f "$state/rollback.log"
    note_consent
    [ -z "$seconds" ] || arm
    echo apply >"$state/unfinished"
    sync
}

write_files() {
    while IFS=$TAB read -r action was sha mode destination path; do
        case $action in
        add | replace | adopt | claim) write_file "$action" "$was" "$sha" "$mode" "$destination" "$path" ;;
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

# A step that is up runs again when anything else is new: it may depend on it, and it is safe to run twice.
run_steps() {
    urgent=$(awk -F"$TAB" '$1 !~ /^(same|claim|forget)$/ { print "run"; exit }' "$work/plan")
    while IFS=$TAB read -r relation step; do
        case $relation in
        gone) take_down "$step" || stopped "$step" "could not be undone" ;;
        up) bring_up "$id/$step" "${urgent:-$resumed}" ;;
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
