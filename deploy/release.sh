#!/usr/bin/env bash
# Makes all that a release of Odradek consists of, so that the same commit gives the same bytes.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: deploy/release.sh [OPTIONS]

Makes a release of the commit that is checked out, in one directory:

  odradek-streamer-V.tar.gz   bin/streamer with its jars, licences, SBOM and READMEs; the
  odradek-trainer-V.tar.gz    same for bin/trainer. Unpacked they need Java 17 and no more
  odradek-V.tgz               the Helm chart, where helm/odradek is there
  odradek-*-V.cdx.json        what each is made of: SBOMs in CycloneDX's JSON
  odradek-*-V-image.tar.gz    with --images: the containers, for 'docker load', and SBOMs
  RELEASE-NOTES.md            the section of this version in CHANGELOG.md
  release.json                version, commit, JDK, and each file with size and SHA-256
  SHA256SUMS                  for 'sha256sum -c SHA256SUMS'

It builds from an export of the commit, never from files that git does not know. Owner,
order and times in the archives are fixed (SOURCE_DATE_EPOCH, by default the commit's
time): a second run with the same JDK, Maven and gzip gives equal bytes, except of images.

Options:
  --out DIR          Where the release goes; must be empty or not there.
                     Default: target/release.
  --version V        Fails unless this is the version in pom.xml: for a pipeline that was
                     started by a tag. Default: the version in pom.xml.
  --images           Also build and save both containers. Needs docker with an engine.
  --build-arg N=V    For 'docker build', repeatable: other base images, for example.
  --bundle           Also odradek-V-bundle.tar: all of the above in one file, with
                     instructions for a place without a network.
  --no-build         Take the jars that are built in streamer/target and trainer/target.
  --allow-dirty      Release changes that are not committed. To try things out.
  -h, --help         This text.

Needs Linux, git, jq and, unless --no-build, a JDK 17 or newer and Maven.
Status: 0, 1 with the reason when something is wrong, 2 for wrong usage.

Examples:
  deploy/release.sh
  deploy/release.sh --version "${TAG#v}" --images --bundle --out /srv/releases/odradek
  deploy/release.sh --allow-dirty --no-build --out "$(mktemp -d)"
TEXT
}

say() {
    echo "release: $1"
}

fail() {
    echo "release: $1" >&2
    exit 1
}

wrong_usage() {
    echo "release: $1 (--help explains the options)" >&2
    exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
out=$root/target/release
wanted=
allow_dirty=false
build=true
images=false
bundle=false
build_args=()
while [ $# -gt 0 ]; do
    case $1 in
        --out | --version | --build-arg) [ -n "${2:-}" ] || wrong_usage "$1 needs a value" ;;
    esac
    case $1 in
        -h | --help) usage; exit 0 ;;
        --out) out=$2; shift ;;
        --version) wanted=$2; shift ;;
        --build-arg) build_args+=(--build-arg "$2"); shift ;;
        --images) images=true ;;
        --bundle) bundle=true ;;
        --no-build) build=false ;;
        --allow-dirty) allow_dirty=true ;;
        *) wrong_usage "unknown argument $1" ;;
    esac
    shift
done

# Everything that can be wrong is looked for before anything is made.

need() {
    command -v "$1" >/dev/null 2>&1 || fail "no $1 on the PATH: install $2"
}
need git git
need jq jq
need sha256sum "coreutils: this script needs Linux"
tar --version 2>/dev/null | grep -q GNU || fail "needs GNU tar: run this on Linux"
if $build; then
    need mvn "Maven 3.8 or newer, or take what is built with --no-build"
fi
if $images; then
    need docker docker
    docker version >/dev/null 2>&1 || fail "--images needs a container engine, and none answers: start one, or set DOCKER_HOST"
    for name in streamer trainer; do
        [ -f "$root/deploy/docker/$name.Dockerfile" ] || fail "--images needs deploy/docker/$name.Dockerfile, which is not there"
    done
fi

commit=$(git -C "$root" rev-parse --verify --quiet HEAD) || fail "$root is no git checkout with a commit: clone the repository"
dirty=false
changes=$(git -C "$root" status --porcelain)
if [ -n "$changes" ]; then
    dirty=true
    $allow_dirty || fail "these changes are not committed: commit or stash them, or try things out with --allow-dirty
$(head -n 10 <<<"$changes")"
fi

version=$(sed -n '/<artifactId>odradek<\/artifactId>/{n;s/.*<version>\(.*\)<\/version>.*/\1/p;q;}' "$root/pom.xml")
[ -n "$version" ] || fail "pom.xml has no <version> in the line after <artifactId>odradek</artifactId>: put it there"
[ "${wanted:-$version}" = "$version" ] \
    || fail "--version is $wanted, but pom.xml says $version: set it there with 'mvn versions:set -DnewVersion=$wanted', or release $version"

# The section "## V", also "## [V] - 2026-11-28", without its heading.
notes=$(awk -v version="$version" '
    $1 == "##" { inside = $2 == version || $2 == "[" version "]"; next }
    inside' "$root/CHANGELOG.md")
[ -n "${notes//[[:space:]]/}" ] \
    || fail "CHANGELOG.md says nothing about $version: give what is new a heading '## $version', for example the one that is '## Unreleased'"

export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
[[ $SOURCE_DATE_EPOCH =~ ^[0-9]+$ ]] || fail "SOURCE_DATE_EPOCH is '$SOURCE_DATE_EPOCH', must be seconds since 1970"

chart=$root/helm/odradek
if [ -f "$chart/Chart.yaml" ]; then
    chart_field() {
        sed -n "s/^$1: *[\"']\{0,1\}\([^\"' ]*\).*/\1/p" "$chart/Chart.yaml"
    }
    chart_version=$(chart_field version)
    [ "$(chart_field appVersion)" = "$version" ] \
        || fail "helm/odradek/Chart.yaml has the appVersion '$(chart_field appVersion)', the release is $version: make them equal"
fi

mkdir -p "$out" 2>/dev/null || fail "cannot make the directory $out: choose another --out"
out=$(cd "$out" && pwd -P)
[ -z "$(ls -A "$out")" ] || fail "$out is not empty: remove it, or choose another --out"

# Beside the result, on the same disk: it appears at the end and whole.
work=$(mktemp -d "$(dirname "$out")/.release-XXXXXX") || fail "cannot write to $(dirname "$out"): choose another --out"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
made=$work/made
mkdir "$made"

# The files that git knows below a path of the checkout, or would with the next commit; each ended by a zero byte.
files_of() {
    git -C "$root" ls-files -z --cached --others --exclude-standard -- "$1" | sort -zu | while IFS= read -rd '' file; do
        [ ! -e "$root/$file" ] || printf '%s\0' "$file"
    done
}

# A tar of a directory, on stdout: nothing in it depends on who made it, when or where.
unset TAR_OPTIONS GZIP
archive() {
    tar --create --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
        --mtime="@$SOURCE_DATE_EPOCH" --directory="$1" "${@:2}"
}

jdk=null
maven=null
build_jars() {
    local log=$root/target/release-build.log about
    say "building (log: $log)"
    mkdir -p "$work/source" "$root/target"
    files_of . | tar --create --directory="$root" --null --files-from=- | tar --extract --directory="$work/source"
    mvn -B -f "$work/source/pom.xml" -Dmaven.test.skip=true -pl streamer,trainer -am package >"$log" 2>&1 || {
        grep '^\[ERROR\]' "$log" | head -n 15 >&2
        fail "the build failed: see above, or the whole log in $log"
    }
    about=$(mvn -B -f "$work/source/pom.xml" -version)
    jdk=$(sed -n 's/^Java version: \([^,]*\), vendor: \([^,]*\).*/\1 (\2)/p' <<<"$about" | jq -R .)
    maven=$(sed -n 's/.*Apache Maven \([^ ]*\).*/\1/p' <<<"$about" | jq -R .)
    home=$work/source
}

# Refuses jars of another version, and libraries that are left over from another build.
check_built() {
    local target=$home/$1/target file
    for file in "odradek-$1.jar" "odradek-$1.cdx.json" THIRD-PARTY.txt lib licenses; do
        [ -e "$target/$file" ] || fail "$target/$file is not built: run without --no-build"
    done
    jq -e --arg version "$version" '.metadata.component.version == $version' "$target/odradek-$1.cdx.json" >/dev/null \
        || fail "$target is built from another version than $version: run without --no-build"
    (cd "$target/lib" && sha256sum -- *.jar) >"$work/lib"
    jq -r '.components[].hashes[] | select(.alg == "SHA-256") | .content' "$target/odradek-$1.cdx.json" >"$work/known"
    while read -r digest file; do
        grep -q "^$digest\$" "$work/known" \
            || fail "$target/lib/$file is not in odradek-$1.cdx.json: run 'mvn clean', and then without --no-build"
    done <"$work/lib"
}

# bin/NAME looks for ../target/odradek-NAME.jar, so the archive is laid out as the checkout is.
distribution() {
    local name=odradek-$1-$version target=$home/$1/target page
    local stage=$work/stage/$name
    say "packing $name.tar.gz"
    mkdir -p "$stage/bin" "$stage/target"
    cp "$root/$1/bin/$1" "$stage/bin"
    cp "$root/LICENSE" "$target/THIRD-PARTY.txt" "$stage"
    # Where they are in the checkout, so that they find each other.
    for page in README.md streamer/README.md streamer/OPERATIONS.md trainer/README.md deploy/README.md; do
        mkdir -p "$stage/$(dirname "$page")"
        cp "$root/$page" "$stage/$page"
    done
    cp -R "$target/licenses" "$stage"
    find "$stage/licenses" -type d -empty -delete
    cp "$target/odradek-$1.cdx.json" "$stage/$name.cdx.json"
    cp "$target/odradek-$1.jar" "$stage/target"
    cp -R "$target/lib" "$stage/target"
    archive "$work/stage" "$name" | gzip -n -6 >"$made/$name.tar.gz"
    cp "$stage/$name.cdx.json" "$made"
    rm -rf "$work/stage"
}

# The same bytes with helm and without, so tar packs it, with what links in it lead to; helm, where it is, has to approve.
pack_chart() {
    local file=odradek-$chart_version.tgz
    say "packing the chart $file"
    mkdir -p "$work/chart"
    files_of helm/odradek >"$work/chart-files"
    local exclude=()
    if [ -f "$chart/.helmignore" ]; then
        ! grep -q '^!' "$chart/.helmignore" || fail "helm/odradek/.helmignore has a line with '!', which this script does not know: say what to leave out instead"
        sed '/^[[:space:]]*\(#\|$\)/d; s,/*[[:space:]]*$,,; s,^/,helm/odradek/,' "$chart/.helmignore" >"$work/chart-ignore"
        exclude=(--exclude-from="$work/chart-ignore")
    fi
    tar --create --dereference --directory="$root" ${exclude[@]+"${exclude[@]}"} --null --files-from="$work/chart-files" \
        | tar --extract --directory="$work/chart" --strip-components=1
    archive "$work/chart" odradek | gzip -n -6 >"$made/$file"
    if command -v helm >/dev/null 2>&1; then
        helm lint --quiet "$made/$file" || fail "helm does not approve the chart: see above"
    fi
}

image_of() {
    echo "odradek-$1:$version"
}

save_image() {
    local file=odradek-$1-$version-image
    say "building the image $(image_of "$1")"
    # Of the jars that were built and checked, not built again in the container.
    DOCKER_BUILDKIT=1 docker build --quiet --file "$home/deploy/docker/$1.Dockerfile" --tag "$(image_of "$1")" \
        --build-arg SOURCE=prebuilt --build-arg "VERSION=$version" --build-arg "REVISION=$commit" \
        ${build_args[@]+"${build_args[@]}"} "$home" >/dev/null || fail "docker cannot build $(image_of "$1"): see above"
    say "saving $file.tar.gz"
    docker save "$(image_of "$1")" | gzip -n -1 >"$made/$file.tar.gz"
    "$root/deploy/docker/image-sbom.sh" --jar-sbom "$made/odradek-$1-$version.cdx.json" "$(image_of "$1")" "$made/$file.cdx.json"
}

manifest() {
    local file
    for file in *; do
        jq -n --arg file "$file" --arg sha256 "$(sha256sum <"$file" | cut -d ' ' -f 1)" --argjson bytes "$(stat -c %s "$file")" \
            '{file: $file, bytes: $bytes, sha256: $sha256}'
    done | jq -s --arg version "$version" --arg commit "$commit" --argjson dirty "$dirty" --argjson jdk "$jdk" --argjson maven "$maven" \
        --argjson epoch "$SOURCE_DATE_EPOCH" \
        '{schema: 1, name: "odradek", version: $version, commit: $commit, uncommittedChanges: $dirty,
          sourceDateEpoch: $epoch, jdk: $jdk, maven: $maven, artefacts: .}'
}

# What somebody needs to know who has this file and no network.
install_text() {
    cat <<TEXT
# Odradek $version without a network

All of this release is in this directory. First see that it is whole:

    sha256sum -c SHA256SUMS

**On a host** with Java 17 or newer (and a Kafka of yours, which is not in here):

    tar xzf odradek-streamer-$version.tar.gz
    odradek-streamer-$version/bin/streamer run --bootstrap-servers localhost:9092 --create-topics

The trainer is unpacked in the same way. It has its native libraries with it and downloads nothing but Fashion-MNIST,
where no \`--data\` is given. README.md in each says where all commands are explained; what it calls
\`streamer/bin/streamer\` is \`bin/streamer\` there, and pages that are not there are in the repository.
TEXT
    if $images; then
        cat <<TEXT

**In containers.** Load the images and push them to the registry that your hosts reach:

    docker load --input odradek-streamer-$version-image.tar.gz
    docker load --input odradek-trainer-$version-image.tar.gz
    docker tag odradek-streamer:$version REGISTRY/odradek-streamer:$version
    docker push REGISTRY/odradek-streamer:$version
TEXT
    fi
    if [ -n "${chart_version:-}" ]; then
        cat <<TEXT

**On Kubernetes.** The chart is installed from its file; its README names the value for your registry:

    helm show readme odradek-$chart_version.tgz
    helm install odradek odradek-$chart_version.tgz --values my-values.yaml
TEXT
    fi
    cat <<TEXT

\`release.json\` says from which commit and with which JDK this was made. What each part is made of stands in the
\`*.cdx.json\` files (CycloneDX), the licences in each archive's \`THIRD-PARTY.txt\` and \`licenses/\`.
TEXT
}

say "Odradek $version, commit ${commit:0:12}$(if $dirty; then echo ' with changes'; fi)"
home=$root
if $build; then
    build_jars
fi
for name in streamer trainer; do
    check_built "$name"
done
for name in streamer trainer; do
    distribution "$name"
done
if [ -n "${chart_version:-}" ]; then
    pack_chart
else
    say "no chart: helm/odradek is not there"
fi
if $images; then
    for name in streamer trainer; do
        save_image "$name"
    done
fi
sed '/./,$!d' <<<"$notes" >"$made/RELEASE-NOTES.md"
cd "$made"
manifest >"$work/release.json"
mv "$work/release.json" .
sha256sum -- * >"$work/SHA256SUMS"
mv "$work/SHA256SUMS" .
if $bundle; then
    name=odradek-$version-bundle
    say "packing $name.tar"
    install_text >"$work/INSTALL.md"
    mkdir "$work/$name"
    ln -- * "$work/INSTALL.md" "$work/$name"
    archive "$work" --hard-dereference "$name" >"$work/$name.tar"
    mv "$work/$name.tar" .
    sha256sum "$name.tar" >"$name.tar.sha256"
fi
cd "$root"
rmdir "$out"
mv "$made" "$out"
say "done, in $out:"
(cd "$out" && stat -c '%12s  %n' -- *)
