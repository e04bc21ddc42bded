#!/usr/bin/env bash
# Classifies image files with Odradek. Needs bash 4 and kcat 1.7.
#
#     deploy/examples/classify.sh localhost:9092 sneaker.png
#
# Prints for each file its name, a tab and its prediction. Exit code 1: a file was not sent, refused, or not answered.
set -uo pipefail

broker=$1 start=$(date +%s) n=0 failed=0
declare -A waiting=() # the header odradek-id -> file

fail() { echo "$1: $2" >&2; failed=1; }

send() { # kcat waits until the broker has the image, and ends with 1 when it has not
    local type=application/octet-stream
    case $1 in *.png) type=image/png ;; *.jpg | *.jpeg) type=image/jpeg ;; esac
    kcat -b "$broker" -P -t images -k "$1" -H "content-type=$type" -H "odradek-id=$2" \
        -X enable.idempotence=true -X message.timeout.ms=20000 "$1"
}

answers() { # the committed ones since the start: answers keep the time, the key and the headers of their image
    kcat -b "$broker" -C -t "$1" -o "s@${start}000" -e -q -X isolation.level=read_committed -f "$2"
}

for file in "${@:2}"; do
    id=$(uname -n)-$$-$start-$((n++)) error="empty, or not there" # kcat passes over an empty file
    if [ -s "$file" ] && error=$(send "$file" "$id" 2>&1); then waiting[$id]=$file; else fail "$file" "not sent: $error"; fi
done
for ((pass = 0; pass < 30 && ${#waiting[@]} > 0; pass++)); do
    lines=$(answers predictions '%h\t%s\n' && answers images-dlq '%h\n') || exit 1
    while IFS=$'\t' read -r headers prediction; do
        [[ ,$headers, =~ ,odradek-id=([^,]+), ]] && file=${waiting[${BASH_REMATCH[1]}]-} && [ "$file" ] || continue
        unset "waiting[${BASH_REMATCH[1]}]" # an answer may come twice
        if [ "$prediction" ]; then printf '%s\t%s\n' "$file" "$prediction"; else fail "$file" "refused: ${headers#*odradek-reason=}"; fi
    done <<<"$lines"
    sleep 1
done
for file in "${waiting[@]}"; do fail "$file" "no answer"; done
exit $failed
