#!/usr/bin/env bash
# The streamer beside the machine's limits and beside other ways to do its job. See README.md here; --help tells the options.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: deploy/bench/run.sh [OPTIONS]

Measures the streamer, as its users run it, beside the limits of this machine (ONNX
Runtime alone, Kafka Streams alone) and beside other ways to classify a stream, all in
one go, in turns. Needs JDK 17 or newer, Maven, 8 GiB of memory and 4 GiB of disk, and
a machine that does nothing else. Takes some 25 minutes on two processors.

Options:
  --smoke             A short run of everything, which measures nothing well: 2 to 3 minutes.
  --rounds N          Turns of each contestant, 1 to 100. Default: 5.
  --turn N            Images in a turn of the streamer. Default: 60000.
  --warm-up N         Images before the first turn, at least; warming goes on until Java
                      compiles no more, or for 30 s. Default: 150000.
  --window SECONDS    Length of a window in which latency is measured. Default: 10.
  --loads SHARE,...   Shares of the streamer's throughput at which it is measured.
                      Default: 0.5.
  --parts PART,...    THROUGHPUT, LATENCY, START, RELOAD. Default: all.
  --only NAME,...     Contestants, in place of all.
  --variant 'NAME;KEY=VALUE;...'
                      One more streamer in the first series: with other settings, Java
                      options (java=...) or of another build (launcher=PATH). Repeatable.
  --model FILE        The seed net. Default: deploy/contract/fashion-mnist-seed.onnx.
  --int8 FILE         The same in 8-bit integers. Default: the one beside it.
  --data DIR          Directory with the files of Fashion-MNIST. Default: where the
                      trainer finds them.
  --out DIR           Where results and logs go. Default: target/bench.
  --no-build          Run what is already built.
  -h, --help          This text.

Results: target/bench/summary.json (for programs), summary.svg (for people) and
profile.json (for "streamer plan"). Status: 0 when everything was measured, 1 with the
reason when not, 2 for wrong usage, 130 after Ctrl-C.

Examples:
  deploy/bench/run.sh
  deploy/bench/run.sh --only pass-through,odradek --parts THROUGHPUT
  deploy/bench/run.sh --only odradek --variant 'small;odradek.batch.max=8' \
    --variant 'serial;java=-XX:+UseSerialGC' --parts THROUGHPUT
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=yes
data=
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --no-build) build=no ;;
        --data=*) data=${1#*=} ;;
        --data)
            data=${2:-}
            shift
            ;;
        *) arguments+=("$1") ;;
    esac
    shift
done

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null 2>&1 || {
    echo "run.sh: no Java at '$java': install JDK 17 or newer, or set JAVA_HOME to one" >&2
    exit 1
}
if [ "$build" = yes ]; then
    mvn -B -q -f "$root/pom.xml" -Dmaven.test.skip=true -pl deploy/bench,trainer,streamer -am package
fi
jar=$root/deploy/bench/target/odradek-bench.jar
if [ ! -f "$jar" ]; then
    echo "run.sh: $jar is not built: run without --no-build" >&2
    exit 1
fi
if [ -z "$data" ]; then
    data=$("$root/trainer/bin/trainer" data)
fi
colour=false
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    colour=true
fi
# exec: signals reach it, and its status is this script's.
exec "$java" -Xmx1g "-Dodradek.colour=$colour" -jar "$jar" --home "$root" --data "$data" ${arguments[@]+"${arguments[@]}"}
