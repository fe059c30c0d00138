#!/bin/sh
# Gage once through, on a copy of the examples: check, run, list and show.
# Ends with 1 where anything is not as it should be.
set -eu

examples=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
unset GAGE_RUNS RUNS_DIR PROJECT_DIR
cp -R "$examples/." "$copy"
cd "$copy"
rm -rf ./*/.gage

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

# step EXIT-CODE WORDS ARGUMENT...: say what comes, then call gage for all to see
step() {
    expected=$1
    printf '\n%s\n%s$ gage' "$2" "$bold"
    shift 2
    printf ' %s' "$@"
    printf '%s\n' "$plain"
    code=0
    gage "$@" 2>&1 || code=$?
    [ "$code" -eq "$expected" ] || fail "gage $* ended with $code instead of $expected"
}

# expect TEXT ARGUMENT...: what gage prints must hold the text
expect() {
    text=$1
    shift
    gage "$@" 2>&1 | grep -qF -- "$text" || fail "gage $* does not say: $text"
}

fail() {
    echo "The demo found a fault: $1" >&2
    exit 1
}

step 0 'A gagefile is TOML, YAML or JSON. These three are fine:' check hello config-files phases

step 1 'Mistakes are shown where they are, with what to do about them. In TOML:' check broken-toml
step 1 'The same mistakes in YAML:' check broken-yaml
step 1 'And in JSON:' check broken-json
for place in toml:7:12 yaml:7:13 json:8:17; do
    expect "broken-${place%%:*}/gage.$place: warning:" check "broken-${place%%:*}"
done

step 0 'An operation is run, with a value of hello.py changed by a flag:' -C hello run -y name=Ada
expect 'Hello, Ada!' -C hello show -o

step 0 'Here the config lies in two files; a flag reaches the one that defines it:' -C config-files run train -y
step 0 'Once more, with more noise:' -C config-files run train -y noise=0.5
expect '"noise": 0.5' -C config-files show --json

step 0 'Every run is kept, with its metrics and config:' -C config-files list
expect '"status": "completed"' -C config-files list 1 --json
expect '"status": "completed"' -C config-files list 2 --json

step 0 'The newest one in full:' -C config-files show 1
expect '"path": "metrics.json"' -C config-files show 1 --json

printf '\nAll went as it should.\n'
