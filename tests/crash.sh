#!/usr/bin/env bash
# Fails, and kills at, every call to the system on the way of an event to the disk, and looks what is on record then.
#
#   cargo build && tests/crash.sh [PROGRAM]          needs strace; takes some minutes
#
# After each run: the record reads without an error; exit 0 means that the event is on it, once; any other exit that
# it is not, unless the program said that it does not know. What was recorded before is always there. At the end it is
# checked in a trace that the line is written and synced, and the folder with it, before anybody is told. A small disk
# that is full at every size from 0 to 64 KiB is tried where this may be mounted (root).
set -u
program=$(realpath "${1:-target/debug/retain}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
runs=0

fail() { failures=$((failures + 1)); echo "FAILED: $*"; }

# A record of two events, in $folder/firm; or none at all.
start() {
    rm -rf "$folder/firm" && mkdir "$folder/firm" && cd "$folder/firm" || exit 2
    if [ "$1" = old ]; then
        "$program" record acme flagged --quiet && "$program" record acme note before --quiet
    fi
}

# How many events with these words are on record; fails if it cannot be read.
count() { "$program" record --list --format csv 2>"$folder/problems" | grep -c "$1"; }

look() {
    local what=$1 code=$2 base=$3 word=$4 here
    runs=$((runs + 1))
    here=$(count "$word")
    grep -q '^error' "$folder/problems" && fail "$what: exit $code, and the record does not read: $(head -1 "$folder/problems")"
    [ "$base" = old ] && [ "$(count before)" != 1 ] && fail "$what: what was recorded before is not there"
    if [ "$code" = 0 ]; then
        [ "$here" = 1 ] || fail "$what: exit 0, and the event is there $here times"
    elif [ "$code" = 137 ]; then
        [ "$here" -le 1 ] || fail "$what: killed, and the event is there $here times"
    else
        [ "$here" = 0 ] || grep -q 'it is not known' "$folder/said" || fail "$what: exit $code, and the event is there"
        grep -q '^recorded' "$folder/said" && fail "$what: exit $code, and it says that it is recorded"
    fi
    "$program" record acme "$([ "$base" = old ] && echo note || echo flagged)" after --quiet 2>"$folder/said" ||
        grep -q 'case-is-open' "$folder/said" || fail "$what: nothing can be recorded afterwards: $(head -1 "$folder/said")"
}

calls="openat statx newfstatat fstat lseek read write fsync ftruncate flock rename linkat unlink fchmod getdents64"
for base in old new; do
    [ "$base" = old ] && event=(acme note hello) word=hello || event=(acme flagged hello) word=hello
    for call in $calls; do
        for how in error=EIO error=ENOSPC error=EACCES signal=KILL; do
            for nth in $(seq 1 60); do
                start "$base"
                # In a shell of its own, which keeps to itself that it was killed.
                (strace -f -qq -o "$folder/trace" -P "$folder/firm" -P . -P casebook.jsonl -P casebook.count -P casebook.lock \
                    -P ./casebook.jsonl -P ./casebook.count -P ./casebook.lock \
                    -e trace="$call" -e inject="$call:$how:when=$nth" \
                    "$program" record "${event[@]}" 2>"$folder/said"
                exit $?) 2>/dev/null
                code=$?
                grep -qE 'INJECTED|killed by SIGKILL' "$folder/trace" || break
                look "$base, $call $nth, $how" "$code" "$base" "$word"
            done
        done
    done
done

# Written, synced, told: in this order.
start new
strace -f -y -qq -o "$folder/trace" -e trace=write,fsync,rename "$program" record acme flagged 2>/dev/null
order=$(grep -nE 'write\([0-9]+<[^>]*casebook.jsonl>|fsync\([0-9]+<[^>]*(casebook.jsonl|/firm)>|write\(2<.*"recorded' "$folder/trace" |
    sed -E 's/.*(write|fsync)\(([0-9]+)<([^>]*)>.*/\1 \3/' | sed -E 's#/[^ ]*/##' | awk '!seen[$0]++' | head -3 | tr '\n' ',')
[ "$order" = "write casebook.jsonl,fsync casebook.jsonl,fsync firm," ] || fail "the order of the calls is: $order"
told=$(grep -n 'write(2<.*"recorded' "$folder/trace" | head -1 | cut -d: -f1)
last=$(grep -nE 'fsync\([0-9]+<[^>]*casebook.jsonl>' "$folder/trace" | tail -1 | cut -d: -f1)
[ -n "$told" ] && [ "$told" -gt "$last" ] || fail "it is said to be recorded before it is on disk"

# A disk that is full, at every size.
mkdir -p "$folder/disk"
if mount -t tmpfs -o size=128k none "$folder/disk" 2>/dev/null; then
    for free in 0 4 8 12 16 24 32 64; do
        rm -rf "$folder/disk/"* && cd "$folder/disk" || exit 2
        "$program" record acme flagged --quiet && "$program" record acme note before --quiet
        left=$(($(stat -f -c '%a * %S / 1024' .)))
        dd if=/dev/zero of=filling bs=1024 count=$((left - free)) status=none 2>/dev/null
        "$program" record acme note hello 2>"$folder/said"
        code=$?
        rm -f filling
        look "$free KiB left" "$code" old hello
    done
    cd / && umount "$folder/disk"
else
    echo "no disk of its own can be mounted here: full disks were not tried"
fi

echo "$runs runs, $failures failures"
[ "$failures" = 0 ]
