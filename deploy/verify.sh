#!/usr/bin/env bash
# The test command: installs the real tools that the tests use where it can, starts a container engine where none answers,
# runs every check, and stops the engine again.
# Arguments go to Maven, for example: deploy/verify.sh -pl trainer -am
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Debian package, and the file that shows that it (or the same tool from elsewhere) is there.
tools="
dataset-fashion-mnist /usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz
kcat kcat
prometheus promtool
nodejs node
npm npm
chromium chromium
chromium-driver chromedriver
python3-confluent-kafka /usr/lib/python3/dist-packages/confluent_kafka/__init__.py
git git
jq jq
shellcheck shellcheck
docker.io dockerd
docker-cli docker
docker-buildx /usr/libexec/docker/cli-plugins/docker-buildx
docker-compose docker-compose
iptables /usr/sbin/iptables
mmdebstrap mmdebstrap
prometheus-alertmanager prometheus-alertmanager
python3-onnx /usr/lib/python3/dist-packages/onnx/__init__.py
"

is_there() {
    case $1 in
        /*) [ -e "$1" ] ;;
        *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

missing=""
while read -r package witness; do
    if [ -n "$package" ] && ! is_there "$witness"; then
        missing="$missing $package"
    fi
done <<<"$tools"

if [ -n "$missing" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q || true
    # One name that apt does not know would keep all from being installed; what is in another package elsewhere is not missed.
    known=""
    for package in $missing; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            known="$known $package"
        fi
    done
    missing=$known
    echo "verify: installing$missing"
    # shellcheck disable=SC2086 # a list of packages
    if apt-get install -q -y --no-install-recommends $missing; then
        missing=""
    else
        echo "verify: apt could not install$missing" >&2
    fi
fi
if [ -n "$missing" ]; then
    echo "verify: not installed:$missing; tests that need them are skipped with the reason (under CI=true they fail)" >&2
fi

engine=$root/deploy/docker/engine.sh
started=false
maven=""

# Also on Ctrl-C and when a test fails.
finish() {
    status=$?
    trap '' INT TERM HUP
    if [ -n "$maven" ]; then
        kill "$maven" 2>/dev/null || true
        wait "$maven" || true
    fi
    if $started; then
        "$engine" stop || true
    fi
    exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Leaves its environment to the tests; an error says why there is none.
start_engine() {
    if environment=$("$engine" env 2>/dev/null); then
        eval "$environment"
    fi
    if docker version >/dev/null 2>&1; then
        return
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "no container engine answers, and only root can start one" >&2
        return 1
    fi
    started=true
    environment=$("$engine" start) || return 1
    eval "$environment"
}

# The image that the tests would choose is there, or is fetched, or what stands in for it is made.
provide_kafka() {
    image=apache/kafka:$(sed -n 's/.*<kafka.version>\(.*\)<.*/\1/p' "$root/pom.xml")
    if docker image inspect "$image" >/dev/null 2>&1; then
        return
    fi
    # Once made, it is kept, as long as it is of this version.
    if docker image inspect odradek-stand-in/kafka >/dev/null 2>&1; then
        "$root/deploy/docker/stand-ins.sh" kafka
        return
    fi
    docker pull --quiet "$image" 2>/dev/null || "$root/deploy/docker/stand-ins.sh" kafka
}

# In containers on an engine of our own; with another one, which may be elsewhere, the tests see for themselves.
place=auto
if ! { start_engine && provide_kafka; }; then
    place=in-process
    echo "verify: no broker in a container, for the reason above: the tests run Kafka in their own process" >&2
elif $started; then
    place=container
fi
# A job of its own: without job control the shell would have it, and all that it starts, ignore Ctrl-C, which tests send.
set -m
mvn -B -f "$root/pom.xml" verify "-Dkafka.broker=$place" "$@" &
maven=$!
wait "$maven"
maven=""
