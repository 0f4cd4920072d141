# --- guards: what must hold before apply changes anything ----------------------------------------------
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
