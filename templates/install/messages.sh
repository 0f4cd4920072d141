# --- messages: one line each; what was done goes to stdout, what was refused or kept to stderr ------
TAB=$(printf '\t')
NL='
'

usage() {
    cat <<'END'
usage: sh install COMMAND
  diff       shows what would change on this host and touches nothing; exits 1 when something would
  apply      makes this host what this folder says
     --adopt FILE        may replace FILE although lanwright didn't make it; the original is kept
     --rollback SECONDS  restores everything unless 'install confirm' comes in time
  confirm    keeps what was applied with --rollback
  rollback   restores what was there before the last apply with --rollback, without waiting
  remove     takes everything away again and leaves the host as it was found
  status     says what is installed and whether it is still so; exits 1 when it isn't
LANWRIGHT_ROOT=/some/dir takes the files there (to build an image) and runs no command.
END
}

# A terminal that has gone away must not stop a half-done apply: so nothing here may fail.
say() { printf '%s\n' "$*" || :; }
warn() { printf 'install: %s\n' "$*" >&2 || :; }
refuse() {
    [ -z "${work:-}" ] || : >"$work/explained"
    warn "$*"
    exit 1
}
misuse() {
    warn "$*"
    usage >&2
    exit 2
}
