#!/usr/bin/env bash
# Processor time of an image under ONNX Runtime's session options and batch sizes, for the seed net in floats and in integers,
# and for a small dense net. What came of it stands in ort.md.
#
# usage: deploy/bench/ort-sweep.sh [--smoke] [--rounds N] [--images N] [--threads N] [--models DIR] [--out FILE]
#   --rounds N   rounds, in each of which all take turns (15)
#   --images N   images of each measurement and thread (1024)
#   --threads N  threads that run the one session at the same time (1)
#   --models DIR model.onnx and model-int8.onnx; else one epoch of the seed recipe trains them, which takes a minute
#   --out FILE   what was measured, as JSON (target/bench/ort-sweep.json)
#   --smoke      3 rounds of the contract's models, 20 s; proves that it runs and nothing more
# Needs: mvn -B -DskipTests -pl trainer -am package
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
rounds=15 images=1024 threads=1 models="" smoke="" out=$root/target/bench/ort-sweep.json

usage() {
    sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"
}

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --smoke)
            smoke=yes rounds=3 images=128
            shift
            continue
            ;;
        --rounds) rounds=${2:?$1 needs a value} ;;
        --images) images=${2:?$1 needs a value} ;;
        --threads) threads=${2:?$1 needs a value} ;;
        --models) models=${2:?$1 needs a value} ;;
        --out) out=${2:?$1 needs a value} ;;
        *)
            echo "ort-sweep: unknown option $1; see --help" >&2
            exit 2
            ;;
    esac
    shift 2
done

lib=$root/trainer/target/lib
if [ ! -d "$lib" ]; then
    echo "ort-sweep: $lib is not there; run: mvn -B -DskipTests -pl trainer -am package" >&2
    exit 1
fi
if [ -n "$smoke" ]; then
    floats=$root/deploy/contract/fashion-mnist-seed.onnx
    integers=$root/deploy/contract/fashion-mnist-seed-int8.onnx
else
    if [ -z "$models" ]; then
        models=$root/target/bench/ort-seed
        [ -f "$models/model-int8.onnx" ] ||
            "$root/trainer/bin/trainer" train --recipe seed --epochs 1 --quantize int8 --force-quantize --out "$models" --overwrite
    fi
    floats=$models/model.onnx
    integers=$models/model-int8.onnx
fi
exec java -XX:+UseSerialGC -cp "$lib/*" "$root/deploy/bench/ort-sweep.java" \
    "$rounds" "$images" "$threads" "$out" "float=$floats" "int8=$integers"
