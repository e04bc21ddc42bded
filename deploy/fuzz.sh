#!/usr/bin/env bash
# Tries mutated inputs on what reads bytes from others, guided by coverage, until the time is over or one breaks a property.
# What it found lies in target/fuzz/TARGET: findings/ (inputs that broke a property), corpus/ (inputs that reached new code,
# from which the next run goes on) and log. Put a finding beside the seeds, and CorpusTest tries it in every build.
#
# usage: deploy/fuzz.sh TARGET... [--minutes N]
#   TARGET     images (all of the following), or one of
#                image-format     content type and first bytes
#                image-decoder    PNG, JPEG, GIF and BMP, whole files
#                image-png        PNG with its checksums mended, against ImageIO
#                image-envelope   the JSON envelope around an image
#              or models: mutated ONNX files against admission, in a process that may die of them; not guided by coverage,
#              a file that kills it or hangs in it is a finding, and stays in streamer/target/fuzz
#   --minutes  of each target, 1 where it is not said
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
}

refuse() {
    echo "fuzz: $1" >&2
    usage >&2
    exit 2
}

minutes=1
targets=()
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h)
            usage
            exit
            ;;
        --minutes)
            minutes=${2:-}
            [[ $minutes =~ ^[1-9][0-9]{0,4}$ ]] || refuse "--minutes is \"$minutes\", allowed: 1 to 99999"
            shift
            ;;
        images) targets+=(image-format image-decoder image-png image-envelope) ;;
        image-format | image-decoder | image-png | image-envelope | models) targets+=("$1") ;;
        *) refuse "there is no \"$1\"" ;;
    esac
    shift
done
[ ${#targets[@]} -gt 0 ] || refuse "no target"

# The class with fuzzerTestOneInput, and the folder of its seeds.
class() {
    case $1 in
        image-format) echo io.odradek.streamer.image.fuzz.FormatTarget ;;
        image-decoder) echo io.odradek.streamer.image.fuzz.DecoderTarget ;;
        image-png) echo io.odradek.streamer.image.fuzz.PngTarget ;;
        image-envelope) echo io.odradek.streamer.image.fuzz.EnvelopeTarget ;;
    esac
}

seeds=$root/streamer/src/test/resources/fuzz/images
built=$root/streamer/target
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# One input at a time, of at most 4,096 bytes, in at most a minute and 2 GiB of memory.
fuzz() {
    local target=$1 place=$root/target/fuzz/$1
    local parsers='io.odradek.streamer.image.**:com.google.gson.stream.**'
    mkdir -p "$place/corpus" "$place/findings"
    echo "fuzz: $target for $minutes min, log in $place/log"
    "$java" -Xmx512m -Djava.awt.headless=true \
        -cp "$built/test-classes:$built/classes:$(<"$built/fuzz.classpath")" \
        com.code_intelligence.jazzer.Jazzer \
        --target_class="$(class "$target")" \
        --instrumentation_includes="$parsers" --custom_hook_includes="$parsers" \
        --reproducer_path="$place/findings" \
        -artifact_prefix="$place/findings/" \
        -max_total_time=$((60 * minutes)) -max_len=4096 -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
        "$place/corpus" "$seeds" >"$place/log" 2>&1 || {
        tail -n 40 "$place/log"
        echo "fuzz: $target ended with a finding or a fault: see $place" >&2
        return 1
    }
    grep -E '^(Done|stat::number_of_executed_units|stat::peak_rss_mb)' "$place/log" || true
}

# Other files in each run.
models() {
    echo "fuzz: models for $minutes min"
    mvn -B -q -f "$root/pom.xml" test -pl deploy/broker,streamer -Dtest=ModelFuzzTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.models.minutes="$minutes" -Dfuzz.models.seed="$(date +%s)"
}

mvn -B -q -f "$root/pom.xml" -Pfuzz -pl deploy/broker,streamer test-compile
status=0
for target in "${targets[@]}"; do
    if [ "$target" = models ]; then
        models || status=1
    else
        fuzz "$target" || status=1
    fi
done
exit $status
