# What run.sh, ../overload.sh and ../soak.sh have in common; read by them, not run.
# shellcheck shell=bash

# command_of MAIN [JAVA_OPTION...] -- ARGUMENTS...: shows the script's "usage", or builds unless told not to and runs a main
# class of io.odradek.bench.
command_of() {
    local main=$1 script root java jar
    local options=() arguments=()
    shift
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    script=$(basename "$0")
    root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
    local build=yes data=
    while [ $# -gt 0 ]; do
        case $1 in
            -h | --help)
                usage
                exit 0
                ;;
            --no-build) build=no ;;
            --data=*) data=${1#*=} ;;
            --data)
                data=${2:-}
                shift
                ;;
            *) arguments+=("$1") ;;
        esac
        shift
    done
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    command -v "$java" >/dev/null 2>&1 || {
        echo "$script: no Java at '$java': install JDK 17 or newer, or set JAVA_HOME to one" >&2
        exit 1
    }
    if [ "$build" = yes ]; then
        mvn -B -q -f "$root/pom.xml" -Dmaven.test.skip=true -pl deploy/bench,trainer,streamer -am package
    fi
    jar=$root/deploy/bench/target/odradek-bench.jar
    if [ ! -f "$jar" ]; then
        echo "$script: $jar is not built: run without --no-build" >&2
        exit 1
    fi
    if [ -z "$data" ]; then
        data=$("$root/trainer/bin/trainer" data)
    fi
    local colour=false
    if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
        colour=true
    fi
    # exec: signals reach it, and its status is the script's.
    exec "$java" -Xmx1g "-Dodradek.colour=$colour" ${options[@]+"${options[@]}"} -cp "$jar" "io.odradek.bench.$main" \
        --home "$root" --data "$data" ${arguments[@]+"${arguments[@]}"}
}
