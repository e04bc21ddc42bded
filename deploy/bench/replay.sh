#!/usr/bin/env bash
# What an image takes in "streamer replay", with predictions to a topic and without, beside what it takes live, in turns: each
# is a new process that answers the same images.
#
# usage: deploy/bench/replay.sh [ROUNDS]     rounds of 300,000 images of each kind (3); some 4 minutes on two cores
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
case ${1:-3} in
    '' | *[!0-9]*)
        echo "usage: deploy/bench/replay.sh [ROUNDS]" >&2
        exit 2
        ;;
esac
mvn -B -q -f "$root/pom.xml" -pl deploy/broker,streamer -am verify -Dtest=ReadmeTest -Dit.test=ReplayCostIT \
    "-Dreplay.rounds=${1:-3}" -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
cat "$root/streamer/target/replay.txt"
