#!/usr/bin/env bash
# What an image takes in "streamer replay", beside what it takes live. See README.md here; --help tells the options.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: deploy/bench/replay.sh [ROUNDS]

Measures what an image takes in "streamer replay", with predictions to a topic and
without, beside what it takes live in "streamer run". The three take turns: each is a
new process with two threads and 512 MB of heap that answers the same images, on the
same broker of its own. Needs JDK 17 or newer, Maven and 4 GiB of memory; your Kafka is
not touched. Other work on the machine makes the times longer, and the ratios less so.

  ROUNDS      Rounds of 300,000 images of each kind [1 to 100; default 3], some 4 minutes
              on two cores. 1 is a short round of 40,000 images, which measures nothing
              well: half of it is the start of the processes.
  -h, --help  This text.

Prints of each kind the median of the rounds, and each round in brackets:
  us of processor time an image, of the whole process from its start to its end;
  images/s over the same time;
  images for a second of processor time, by live's: above 1, a replay takes less.
The same text is in streamer/target/replay.txt.

Status: 0 when it was measured, 1 when not, or when a replay answers less than 0.8 of
live's images for a second of processor time; 2 for wrong usage.

Examples:
  deploy/bench/replay.sh
  deploy/bench/replay.sh 1
TEXT
}

case ${1-3} in
    -h | --help)
        usage
        exit
        ;;
    [1-9] | [1-9][0-9] | 100) ;;
    *)
        echo "replay.sh: ROUNDS is \"$1\", allowed: 1 to 100 (--help tells more)" >&2
        exit 2
        ;;
esac
if (($# > 1)); then
    echo "replay.sh: unknown argument \"$2\" (--help tells more)" >&2
    exit 2
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mvn -B -q -f "$root/pom.xml" -pl deploy/broker,streamer -am verify -Dtest=ReadmeTest -Dit.test=ReplayCostIT \
    "-Dreplay.rounds=${1-3}" -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
cat "$root/streamer/target/replay.txt"
