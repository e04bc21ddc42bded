#!/usr/bin/env bash
# The streamer beside the machine's limits and beside other ways to do its job. See README.md here; --help tells the options.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: deploy/bench/run.sh [OPTIONS]

Measures the streamer, as its users run it, beside the limits of this machine (ONNX
Runtime alone, Kafka Streams alone) and beside other ways to classify a stream, all in
one go, in turns. Needs JDK 17 or newer, Maven, 8 GiB of memory and 12 GiB of disk, and
a machine that does nothing else. Takes half an hour on two processors.

Options:
  --smoke             A short run of everything, which measures nothing well: 2 to 3 minutes.
  --full              The matrix too: all parts, --loads 0.2,0.5,0.8 and --rates 1000. About
                      an hour. With --smoke the fewest points of it: 5 to 8 minutes.
  --rounds N          Turns of each contestant, 1 to 100. Default: 5, or 3 with --full and in
                      MATRIX and SCALE.
  --turn N            Images in a turn of the streamer, in MATRIX and SCALE at most 60000.
                      Default: 150000.
  --warm-up N         Images before the first turn, at least; warming goes on until Java
                      compiles no more. Default: 150000, in MATRIX and SCALE two turns.
  --longest-warm-up SECONDS
                      After which a contestant counts as warm all the same. Default: 20,
                      in MATRIX and SCALE always 15.
  --window SECONDS    Length of a window in which latency is measured, two in a round.
                      Default: 4.
  --loads SHARE,...   At which latency is measured, as shares of what the streamer sustains:
                      the highest rate of arrivals, with sender and receiver at work, at
                      which it does not fall behind. Default: 0.5.
  --rates RATE,...    Images a second at which latency is measured too, 1 to 1000000; one
                      that the streamer does not sustain is left out. Default: none.
  --parts PART,...    THROUGHPUT; LATENCY and RELOAD, which need it; START; MATRIX:
                      throughput by group protocol, threads and greatest batch; SCALE:
                      processor time of an image as images, partitions, payload, net and
                      instances grow. Default: all but MATRIX and SCALE.
  --only NAME,...     Contestants, in place of all. Latency needs pass-through-prompt beside
                      odradek, and pass-through-prompt-exactly-once beside its other.
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

It ends with which bars hold (deploy/bench/README.md has them); one that is missed is no
failure.

Results: target/bench/summary.json (for programs), summary.svg and, of MATRIX and SCALE,
scale.svg (for people), and profile.json (for "streamer plan"). Status: 0 when everything
was measured, 1 with the reason when not, 2 for wrong usage, 130 after Ctrl-C.

Examples:
  deploy/bench/run.sh
  deploy/bench/run.sh --full
  deploy/bench/run.sh --only pass-through,odradek --parts THROUGHPUT
  deploy/bench/run.sh --only pass-through-prompt,odradek --parts THROUGHPUT,LATENCY
  deploy/bench/run.sh --parts MATRIX,SCALE --rounds 1
  deploy/bench/run.sh --only odradek --variant 'small;odradek.batch.max=8' \
    --variant 'serial;java=-XX:+UseSerialGC' --parts THROUGHPUT
TEXT
}

# shellcheck source=deploy/bench/command.sh
. "$(dirname "${BASH_SOURCE[0]}")/command.sh"
# What sends and receives is compiled soon, so that it does not compile while others are measured.
command_of BenchCommand -XX:CompileThresholdScaling=0.2 -- "$@"
