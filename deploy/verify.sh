#!/usr/bin/env bash
# The test command: installs the real tools that the tests use where it can, then runs every check.
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
    echo "verify: installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # a list of packages
    if apt-get update -q && apt-get install -q -y --no-install-recommends $missing; then
        missing=""
    else
        echo "verify: apt could not install$missing" >&2
    fi
fi
if [ -n "$missing" ]; then
    echo "verify: not installed:$missing; tests that need them are skipped with the reason (under CI=true they fail)" >&2
fi

exec mvn -B -f "$root/pom.xml" verify "$@"
