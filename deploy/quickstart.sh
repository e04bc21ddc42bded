#!/usr/bin/env bash
# Odradek's whole job on this machine, in one command: checks, build, run. Works with bash 3.2 (macOS).
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: deploy/quickstart.sh [OPTIONS]

Builds Odradek and does its whole job on this machine: trains the article's CNN on
Fashion-MNIST, publishes it to a real Kafka broker, classifies the test images that
flow through a topic, swaps the model while images flow, and tells the live accuracy
by labels that come later. Needs JDK 17 or newer, Maven, 4 GiB of memory and 4 GiB of
disk. Takes some minutes; the first build also downloads about 500 MB of libraries.

Options:
  --data DIR    Directory with the four Fashion-MNIST files. Default: Debian's package
                (installed or unpacked where apt is there), the user's cache, a download.
  --epochs N    Epochs of the first training, 1 to 100. Default: 6, as in the article.
  --images N    Test images to replay, 1 to 10000. Default: 10000.
  --limit N     Training images, 100 to 60000: fewer for a quick look. Default: 60000.
  --rate R      Highest rate of the paced phase in images a second; it also stays below
                half of the measured full rate. Default: 500.
  --out DIR     Where results and logs go. Default: target/quickstart.
  --keep        Leave broker, streamer and streamer evaluate running at the end, and say
                how to use them with kcat. Ctrl-C stops them.
  --no-open     Only name the streamer's live page, do not open it in a browser.
  --no-build    Run what is already built.
  --verbose     Stack traces, and more in the logs.
  -h, --help    This text.

Results: target/quickstart/summary.json (for programs), target/quickstart/report.html
(for people). Status: 0 when everything held, 1 with the reason when something did not,
2 for wrong usage, 130 after Ctrl-C.

Examples:
  deploy/quickstart.sh                                    the whole run
  deploy/quickstart.sh --epochs 1 --limit 6000 --images 1000    a quick look
  deploy/quickstart.sh --keep                             then try it with kcat
TEXT
}

fail() {
    echo "quickstart: $1" >&2
    exit 1
}

# The checkout, wherever this was called from and through whatever links.
self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
    link=$(readlink "$self")
    case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
root=$(cd "$(dirname "$self")/.." && pwd)

build=yes
arguments=()
for argument in "$@"; do
    case $argument in
        -h | --help) usage; exit 0 ;;
        --no-build) build=no ;;
        *) arguments+=("$argument") ;;
    esac
done

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    where="JAVA_HOME=$JAVA_HOME"
else
    java=java
    where="the PATH"
fi
command -v "$java" >/dev/null 2>&1 \
    || fail "no Java in $where: install JDK 17 or newer, or set JAVA_HOME to one"
version=$("$java" -version 2>&1 | sed -n 's/^[^"]*version "\([0-9][0-9]*\).*/\1/p' | head -n 1) || true
[ "${version:-0}" -ge 17 ] \
    || fail "needs JDK 17 or newer, but the Java in $where is version ${version:-unknown}: install one, or set JAVA_HOME to one"

free_mib=$(df -Pk "$root" | awk 'NR == 2 { print int($4 / 1024) }') || true
[ "${free_mib:-0}" -ge 4096 ] \
    || fail "needs 4096 MiB of free disk, but $root has ${free_mib:-0} MiB: free some, or clone to another disk"

build_all() {
    command -v mvn >/dev/null 2>&1 || fail "no mvn on the PATH: install Maven 3.8 or newer"
    mkdir -p "$root/target"
    local log=$root/target/quickstart-build.log
    echo "Building (the first time, Maven downloads about 500 MB of libraries; log: $log)"
    # In the background, so that a signal is heard at once and Maven does not outlive this script.
    mvn -B -q -f "$root/pom.xml" -Dmaven.test.skip=true package >"$log" 2>&1 &
    local maven=$!
    trap 'kill "$maven" 2>/dev/null || :; wait "$maven" 2>/dev/null || :; echo "Interrupted." >&2; exit 130' INT TERM HUP
    if ! wait "$maven"; then
        tail -n 15 "$log" >&2
        fail "the build failed: see above, or the whole log in $log"
    fi
    trap - INT TERM HUP
}

jar=$root/deploy/quickstart/target/odradek-quickstart.jar
if [ "$build" = yes ]; then
    build_all
elif [ ! -f "$jar" ]; then
    fail "$jar is not built: run without --no-build"
fi

colour=false
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    colour=true
fi
# The broker lives in this JVM. exec: signals reach it, and its status is this script's.
exec "$java" -Xmx512m "-Dodradek.colour=$colour" -jar "$jar" --home "$root" ${arguments[@]+"${arguments[@]}"}
