#!/usr/bin/env bash
# What the small steps of an image's way cost: decoding, the batch's array, the most probable class, the prediction's JSON.
# Nanoseconds and bytes of each, as a table and in target/bench/micro.json. See README.md here.
#
# usage: deploy/bench/micro.sh [PATTERN] [--smoke]     PATTERN: a regular expression for their names; --smoke: each once, in
#                                                      seconds, of cold code
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
patterns=0
settings=(-Dai.djl.offline=true -DOPT_OUT_TRACKING=true)
for option in "$@"; do
    case $option in
        # What is not measured need not wait until nobody else measures on this machine.
        --smoke) settings+=(-Djmh.ignoreLock=true) ;;
        -*) patterns=2 ;;
        *) patterns=$((patterns + 1)) ;;
    esac
done
if [ "$patterns" -gt 1 ]; then
    echo "usage: deploy/bench/micro.sh [PATTERN] [--smoke]" >&2
    exit 2
fi
# Compiled beside what is tested and shipped, which stays as it is.
mvn -B -q -f "$root/pom.xml" -Pjmh -pl deploy/broker,streamer -am process-classes
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
target=$root/streamer/target
exec "$java" "${settings[@]}" -cp "$target/jmh-classes:$target/classes:$(<"$target/jmh.classpath")" \
    io.odradek.streamer.micro.MicroBenchmarks "$root/target/bench" "$@"
