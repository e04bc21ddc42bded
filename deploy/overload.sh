#!/usr/bin/env bash
# Ten times what the streamer sustains, for two minutes. --help tells the rest.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: deploy/overload.sh [OPTIONS]

Measures on this machine what a streamer sustains, sends ten times that for two minutes,
then normal load until nothing waits any more and a minute longer. Broker, streamer and
sender are processes of their own. So that one machine can send that much, the streamer
has a net that takes some 150 MFLOP an image: it sustains about 2,000 images/s there where
the seed net's does 20,000. Needs JDK 17 or newer, Maven, Linux, 4 GiB of memory, 5 GiB of
disk, and a machine that does nothing else. Takes some 28 minutes, most of them to work
off what piled up.

Each second it looks at the streamer's memory, heap, threads, open files and rebalances,
at the images that wait and at the latency of answers; every tenth look is a line. It ends
with an error where one of these does not hold:

  - every image has its answer (streamer verify), and the group did not rebalance;
  - at least 9 of the 10 times were really sent;
  - the process never took more than 768 MiB (heap of 512), and in the second half of
    the overload no more than in the first: median of the last quarter at most 1.1
    times that of the quarter before;
  - the backlog was worked off at 0.8 of the rate sustained before, or faster;
  - p99 latency afterwards is at most 3 times that before.

Options:
  --times N       Times what is sustained, 2 to 100. Default: 10.
  --seconds N     Length of the overload, 1 to 3600. Default: 120.
  --load SHARE    Normal load, as a share of what is sustained, 0.01 to 0.8. Default: 0.2.
  --smoke         A run of seconds that judges only what became of the images; one of the
                  tests.
  --data DIR      Directory with the files of Fashion-MNIST. Default: where the trainer
                  finds them.
  --out DIR       Where results and logs go. Default: target/overload.
  --no-build      Run what is already built.
  -h, --help      This text.

Results: target/overload/overload.json. Status: 0 when everything holds, 1 with the reason
when not, 2 for wrong usage, 130 after Ctrl-C.

Examples:
  deploy/overload.sh
  deploy/overload.sh --times 5 --seconds 30
  jq '.bars, .figures' target/overload/overload.json
TEXT
}

# shellcheck source=deploy/bench/command.sh
. "$(dirname "${BASH_SOURCE[0]}")/bench/command.sh"
command_of OverloadCommand -Dlogback.configurationFile=bench-logback.xml -- "$@"
