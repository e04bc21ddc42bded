#!/usr/bin/env bash
# Builds the images odradek-streamer and odradek-trainer of what "mvn package" left in streamer/target and trainer/target.
#
# usage: deploy/docker/build.sh [--stand-ins] [--tag TAG] [streamer] [trainer]      both unless named
#   --stand-ins   on the bases that stand-ins.sh makes, without a registry
#   --tag TAG     instead of "latest"
#
# Needs an engine, see engine.sh. Other bases: the ARGs at the head of each Dockerfile.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
tag=latest
bases=()
images=()

usage() {
    sed -n '2,/^set /{/^# \{0,1\}/!d;s///;p}' "$0" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
        --stand-ins)
            for name in BUILDER=jre JRE=jre BASE=base KAFKA=kafka; do
                bases+=(--build-arg "${name%=*}=odradek-stand-in/${name#*=}")
            done
            bases+=(--pull=false --network=none)
            ;;
        --tag)
            [ $# -gt 1 ] || usage
            tag=$2
            shift
            ;;
        streamer | trainer) images+=("$1") ;;
        *) usage ;;
    esac
    shift
done
[ ${#images[@]} -gt 0 ] || images=(streamer trainer)

# Debian's client can build by itself; others need a plug-in for it.
PATH=/usr/bin:$PATH
export DOCKER_BUILDKIT=1
eval "$("$here/engine.sh" env)"
version=$(sed -n 's/^  <version>\(.*\)<.*/\1/p' "$root/pom.xml")
revision=$(git -C "$root" rev-parse HEAD 2>/dev/null || true)
for image in "${images[@]}"; do
    [ -f "$root/$image/target/odradek-$image.jar" ] || {
        echo "build.sh: $image/target/odradek-$image.jar is not there: run mvn -q -DskipTests -pl $image -am package" >&2
        exit 1
    }
    echo "build.sh: odradek-$image:$tag" >&2
    docker build --quiet ${bases[@]+"${bases[@]}"} --build-arg SOURCE=prebuilt --build-arg "VERSION=$version" \
        --build-arg "REVISION=$revision" --file "$here/$image.Dockerfile" --tag "odradek-$image:$tag" "$root"
done
