#!/usr/bin/env bash
# The software bill of materials of a container image, in CycloneDX's JSON: the system's packages and the Java runtime as
# the image itself lists them and, with --jar-sbom, all that the SBOM of a jar in it lists.
#
# usage: deploy/docker/image-sbom.sh [--jar-sbom FILE] IMAGE OUT
#   deploy/docker/image-sbom.sh --jar-sbom streamer/target/odradek-streamer.cdx.json odradek-streamer:0.1.0 image.cdx.json
#
# The image must have Debian's or Ubuntu's package list. It is started, without a network, only to print it. The same image
# gives the same bytes. Needs docker with an engine, and jq.
set -euo pipefail

usage() {
    sed -n '2,/^set /{/^# \{0,1\}/!d;s///;p}' "$0"
}

fail() {
    echo "image-sbom.sh: $1" >&2
    exit 1
}

jar_sbom=
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --jar-sbom)
            [ $# -gt 1 ] || { usage >&2; exit 2; }
            jar_sbom=$2
            shift 2
            ;;
        -*) echo "image-sbom.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
        *) break ;;
    esac
done
[ $# -eq 2 ] || { usage >&2; exit 2; }
image=$1
out=$2

for tool in docker jq; do
    command -v "$tool" >/dev/null 2>&1 || fail "no $tool on the PATH: install it"
done
if [ -n "$jar_sbom" ]; then
    jq -e '.bomFormat == "CycloneDX" and .metadata.component.purl != null' "$jar_sbom" >/dev/null 2>&1 \
        || fail "$jar_sbom is no CycloneDX SBOM of a jar: give the .cdx.json file that the build leaves beside the jar"
fi
docker version >/dev/null 2>&1 || fail "no container engine answers: start one, or set DOCKER_HOST"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

docker image inspect "$image" >"$work/inspect" 2>/dev/null \
    || fail "there is no image $image here: build or pull it first ('docker images' lists what is here)"

# Runs one program of the image.
in_image() {
    docker run --rm --network none --read-only --entrypoint "$1" "$image" "${@:2}"
}

# shellcheck disable=SC2016 # dpkg-query's own fields
in_image dpkg-query --show --showformat \
    '${db:Status-Abbrev}\t${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n' \
    >"$work/packages" 2>"$work/error" \
    || fail "cannot list the packages of $image, which needs Debian's or Ubuntu's dpkg-query in it: $(tail -n 1 "$work/error")"
in_image cat /etc/os-release >"$work/os" 2>"$work/error" || fail "cannot read /etc/os-release of $image: $(tail -n 1 "$work/error")"
java_home=$(jq -r '.[0].Config.Env // [] | map(select(startswith("JAVA_HOME="))) | first // "" | ltrimstr("JAVA_HOME=")' "$work/inspect")
: >"$work/java"
if [ -n "$java_home" ]; then
    in_image cat "$java_home/release" >"$work/java" 2>"$work/error" \
        || fail "JAVA_HOME of $image is $java_home, but its file release cannot be read: $(tail -n 1 "$work/error")"
fi

jq --null-input --arg image "$image" --slurpfile inspect "$work/inspect" --slurpfile jar "${jar_sbom:-/dev/null}" \
    --rawfile packages "$work/packages" --rawfile os "$work/os" --rawfile java "$work/java" '
# The lines NAME=VALUE of a file, with or without quotes.
def settings: [split("\n")[] | select(test("^[A-Z_]+=")) | capture("^(?<key>[^=]+)=\"?(?<value>[^\"]*)")] | from_entries;

($os | settings) as $system
| ($java | settings) as $runtime
| $inspect[0][0].Id as $id
| [$packages | split("\n")[] | select(startswith("ii")) | split("\t")
    | {name: .[1], version: .[2], arch: .[3], source: .[4], source_version: .[5]}
    | ("pkg:deb/\($system.ID)/\(.name | @uri)@\(.version | @uri)?arch=\(.arch)&distro=\($system.ID)-\($system.VERSION_ID // "unstable")"
      + (if .source == .name and .source_version == .version then "" else "&upstream=\("\(.source)@\(.source_version)" | @uri)" end))
      as $purl
    | {type: "library", "bom-ref": $purl, name, version, purl: $purl}] as $debs
| if $debs == [] then error("the package list is empty") else . end
| [{type: "operating-system", "bom-ref": "operating-system", name: $system.ID, version: ($system.VERSION_ID // "unstable"),
    description: $system.PRETTY_NAME}] as $systems
| (if $runtime == {} then [] else
    [{type: "platform", "bom-ref": "java-runtime", name: "OpenJDK", version: ($runtime.JAVA_RUNTIME_VERSION // $runtime.JAVA_VERSION)}
      + if $runtime.IMPLEMENTOR then {supplier: {name: $runtime.IMPLEMENTOR}} else {} end]
  end) as $runtimes
| ($systems + $runtimes + ($debs | sort_by(.purl))) as $base
| ($image | capture("^(?<name>.*?)(:(?<tag>[^/:]+))?$")) as $name
| {
    bomFormat: "CycloneDX",
    specVersion: ($jar[0].specVersion // "1.6"),
    version: 1,
    metadata: {
      lifecycles: [{phase: "post-build"}],
      component: {type: "container", "bom-ref": $id, name: $name.name, version: ($name.tag // "latest")}
    },
    components: ([$jar[].metadata.component] + [$jar[].components[]] + $base),
    dependencies: ([$jar[].dependencies[]]
      + [{ref: $id, dependsOn: ([$jar[].metadata.component["bom-ref"]] + [$base[]["bom-ref"]])}])
  }' >"$work/sbom" 2>"$work/error" || fail "cannot make the SBOM of $image: $(tail -n 1 "$work/error")"
cp "$work/sbom" "$out" || fail "cannot write $out"
