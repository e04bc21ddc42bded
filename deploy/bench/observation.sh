#!/usr/bin/env bash
# What it costs to be watched, at full load: recording of metrics, as a share of the processor time of an image, and a live
# page that is open, in turns with none.
#
# usage: deploy/bench/observation.sh [ROUNDS]     rounds of 60,000 images of each kind (5); some 4 minutes on two cores
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
case ${1:-5} in
    '' | *[!0-9]*)
        echo "usage: deploy/bench/observation.sh [ROUNDS]" >&2
        exit 2
        ;;
esac
mvn -B -q -f "$root/pom.xml" -pl deploy/broker,streamer -am verify -Dtest=ReadmeTest -Dit.test=ObservationCostIT \
    "-Dobservation.rounds=${1:-5}" -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
cat "$root/streamer/target/observation.txt"
