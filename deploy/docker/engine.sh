#!/usr/bin/env bash
# A container engine for the tests, where none runs: Debian's dockerd, with all that it keeps in one directory. It changes
# no firewall rule and no route of the host, so containers reach each other and the host, and nothing else; the ports that
# they publish are the loopback's.
#
# usage: deploy/docker/engine.sh start|stop|env
#   start   starts one, unless an engine answers already, and prints what env prints
#   env     the variables for docker, docker-compose and Testcontainers, for eval; nothing where an engine answers anyway
#   stop    ends the one that start started, with its containers; its images stay for the next start
#
# ODRADEK_ENGINE_DIR is where it keeps all (/var/lib/odradek-engine). Needs root and the packages docker.io and iptables.
set -euo pipefail

dir=${ODRADEK_ENGINE_DIR:-/var/lib/odradek-engine}
socket=unix://$dir/docker.sock
seconds=60

usage() {
    sed -n '2,/^set /{/^# \{0,1\}/!d;s///;p}' "$0" >&2
    exit 2
}

answers() {
    docker --host "$1" version >/dev/null 2>&1
}

# Whether an engine answers where docker looks by itself.
has_engine() {
    docker version >/dev/null 2>&1
}

# Who may write to the directory says what an engine is, and which process is ended.
is_ours() {
    [ -O "$dir" ] && [ ! -L "$dir" ]
}

environment() {
    # Without the helper that Testcontainers would fetch: the tests stop their containers themselves.
    printf 'export DOCKER_HOST=%s TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost\n' "$socket"
}

start() {
    if has_engine; then
        return
    fi
    if ! answers "$socket"; then
        command -v dockerd >/dev/null || {
            echo "engine.sh: no dockerd: install docker.io and iptables" >&2
            exit 1
        }
        install -d -m 700 "$dir"
        is_ours || {
            echo "engine.sh: $dir belongs to somebody else" >&2
            exit 1
        }
        rm -f "$dir/docker.pid"
        setsid nohup dockerd --host="$socket" --data-root="$dir/data" --exec-root="$dir/exec" \
            --pidfile="$dir/docker.pid" --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
            --ip=127.0.0.1 --bip=172.29.77.1/24 --default-address-pool base=172.29.80.0/20,size=26 --log-level=warn \
            >"$dir/dockerd.log" 2>&1 </dev/null &
        for ((i = 0; i < seconds * 5; i++)); do
            answers "$socket" && break
            kill -0 $! 2>/dev/null || break
            sleep 0.2
        done
        answers "$socket" || {
            echo "engine.sh: dockerd ended, or does not answer within $seconds s; $dir/dockerd.log ends with:" >&2
            tail -n 5 "$dir/dockerd.log" >&2
            exit 1
        }
    fi
    environment
}

stop() {
    is_ours && [ -f "$dir/docker.pid" ] || return 0
    pid=$(cat "$dir/docker.pid")
    # A number from before a crash may be another process's now.
    grep -q dockerd "/proc/$pid/cmdline" 2>/dev/null || return 0
    containers=$(docker --host "$socket" ps --all --quiet 2>/dev/null || true)
    # shellcheck disable=SC2086 # a list of ids
    [ -z "$containers" ] || docker --host "$socket" rm --force --volumes $containers >/dev/null 2>&1 || true
    for kind in network volume image; do
        docker --host "$socket" "$kind" prune --force >/dev/null 2>&1 || true
    done
    docker --host "$socket" builder prune --force --keep-storage 4GB >/dev/null 2>&1 || true
    kill "$pid" 2>/dev/null || return 0
    for ((i = 0; i < seconds * 5; i++)); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.2
    done
    echo "engine.sh: dockerd ($pid) does not end" >&2
    exit 1
}

case ${1:-} in
    start) start ;;
    stop) stop ;;
    env) has_engine || { ! is_ours || ! answers "$socket" || environment; } ;;
    *) usage ;;
esac
