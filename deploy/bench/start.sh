#!/usr/bin/env bash
# Processor time of the streamer from its start until it is ready with the model in the topic, without and with an archive
# of classes, in turns. Leaves the archive where the launcher finds it from now on: streamer/target/odradek-streamer.jsa
#
# usage: deploy/bench/start.sh [STARTS [LAUNCHER]]     STARTS of each kind (5); LAUNCHER: streamer/bin/streamer of another build
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
case ${1:-5} in
    '' | *[!0-9]*)
        echo "usage: deploy/bench/start.sh [STARTS [LAUNCHER]]" >&2
        exit 2
        ;;
esac
mvn -B -q -f "$root/pom.xml" -pl deploy/broker,streamer -am verify -Dtest=ReadmeTest -Dit.test=StartCostIT \
    "-Dstarts=${1:-5}" "-Dstart.archive=$root/streamer/target/odradek-streamer.jsa" ${2:+"-Dstart.other=$(realpath "$2")"} \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
cat "$root/streamer/target/start.txt"
