#!/usr/bin/env bash
# Every image accounted for while brokers, streamers, networks, disks, models and topics break. --help tells the rest.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# The streamer as its users run it, and the tests' classes, which hold the faults and the account.
mvn -B -q -f "$root/pom.xml" -pl deploy/broker,streamer -am -DskipTests package \
    dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$root/streamer"
target=$root/streamer/target
# exec: signals reach it, and its status is this script's.
exec "$java" -Xmx1g -Dlogback.configurationFile=logback-test.xml -Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Djava.awt.headless=true \
    -cp "$target/test-classes:$target/classes:$(<"$target/test.classpath")" \
    io.odradek.streamer.guarantee.Guarantee --out "$root/target/guarantee" "$@"
