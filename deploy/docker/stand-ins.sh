#!/usr/bin/env bash
# Images that stand in for those of a registry, where none can be reached: made of Debian's packages, this machine's JDK and
# Maven's jars, of the same layout as what they stand in for. Tests alone use them. What is there already is kept.
#
# usage: deploy/docker/stand-ins.sh [NAME...]      all of them unless named:
#   odradek-stand-in/base          Debian, with fontconfig and a font                   for ubuntu:22.04
#   odradek-stand-in/jre           the same with a Java runtime in /opt/java/openjdk    for eclipse-temurin:17-jre-jammy
#   odradek-stand-in/kafka         Kafka's broker behind its own container entry point  for apache/kafka
#   odradek-stand-in/prometheus    Debian's Prometheus                                  for prom/prometheus
#   odradek-stand-in/alertmanager  Debian's Alertmanager                                for prom/alertmanager
#
# Needs an engine (engine.sh), mmdebstrap, prometheus and prometheus-alertmanager, a JDK with jlink, and Maven.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
prefix=odradek-stand-in
kafka_version=$(sed -n 's/.*<kafka.version>\(.*\)<.*/\1/p' "$root/pom.xml")
export DOCKER_BUILDKIT=1
# Debian's client can build by itself; others need a plug-in for it.
PATH=/usr/bin:$PATH
eval "$("$here/engine.sh" env)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A broker of another version than the build's is not the one.
is_there() {
    found=$(docker image inspect --format '{{index .Config.Labels "kafka.version"}}' "$prefix/$1" 2>/dev/null) &&
        { [ "$1" != kafka ] || [ "$found" = "$kafka_version" ]; }
}

build() {
    docker build --quiet --pull=false --network=none --label "kafka.version=$kafka_version" --tag "$prefix/$1" "$work/$1" >/dev/null
}

# Of the release that this machine runs, with the libraries that Debian's Java wants and others bring along.
base() {
    packages=usr-is-merged,ca-certificates,fontconfig,fonts-dejavu-core,libfreetype6,libharfbuzz0b,libjpeg62-turbo
    packages=$packages,liblcms2-2,zlib1g
    mmdebstrap --quiet --variant=minbase --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr "--include=$packages" \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)" "$work/base.tar" 2>"$work/base.log" || {
        tail -n 20 "$work/base.log" >&2
        exit 1
    }
    docker import "$work/base.tar" "$prefix/base" >/dev/null
}

jre() {
    need base
    mkdir -p "$work/jre"
    jdk=$(dirname "$(dirname "$(readlink -f "$(type -P javac)")")")
    # What a common runtime has, and "jar", so that it also unpacks what the recipes unpack.
    modules=java.se,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.jartool,jdk.jfr,jdk.localedata
    modules=$modules,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs
    "$jdk/bin/jlink" --add-modules "$modules" \
        --strip-debug --no-header-files --no-man-pages --generate-cds-archive --output "$work/jre/openjdk"
    cat >"$work/jre/Dockerfile" <<EOF
FROM $prefix/base
COPY openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
EOF
    build jre
}

kafka() {
    need jre
    mkdir -p "$work/kafka"
    cp -r "$here/stand-ins/kafka" "$work"
    mvn -B -q -f "$work/kafka/pom.xml" "-Dkafka.version=$kafka_version" \
        org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DincludeScope=runtime \
        "-DoutputDirectory=$work/kafka/libs"
    build kafka
}

prometheus() {
    need base
    mkdir -p "$work/prometheus"
    cp "$(type -P prometheus)" "$(type -P promtool)" "$work/prometheus"
    cat >"$work/prometheus/Dockerfile" <<EOF
FROM $prefix/base
COPY prometheus promtool /bin/
RUN mkdir -p /etc/prometheus /prometheus && chown 65534:65534 /prometheus
USER 65534:65534
WORKDIR /prometheus
EXPOSE 9090
ENTRYPOINT ["/bin/prometheus"]
CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]
EOF
    build prometheus
}

alertmanager() {
    need base
    mkdir -p "$work/alertmanager"
    cp "$(type -P prometheus-alertmanager)" "$work/alertmanager/alertmanager"
    cp -r /usr/share/prometheus/alertmanager "$work/alertmanager/templates"
    cat >"$work/alertmanager/Dockerfile" <<EOF
FROM $prefix/base
COPY alertmanager /bin/
COPY templates /usr/share/prometheus/alertmanager
RUN mkdir -p /etc/alertmanager /alertmanager && chown 65534:65534 /alertmanager
USER 65534:65534
WORKDIR /alertmanager
EXPOSE 9093
ENTRYPOINT ["/bin/alertmanager"]
CMD ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"]
EOF
    build alertmanager
}

need() {
    is_there "$1" || {
        echo "stand-ins.sh: $prefix/$1" >&2
        "$1"
    }
}

[ $# -gt 0 ] || set -- base jre kafka prometheus alertmanager
for name; do
    case $name in
        base | jre | kafka | prometheus | alertmanager) need "$name" ;;
        *)
            echo "stand-ins.sh: unknown: $name; known: base jre kafka prometheus alertmanager" >&2
            exit 2
            ;;
    esac
done
