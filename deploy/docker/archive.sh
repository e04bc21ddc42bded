#!/bin/bash
# Makes the streamer's archive of classes, while its image is built: runs it once, with a model, on a Kafka of its own in the
# same step, until it is ready. The archive fits this jar and this Java alone.
#
# usage: archive.sh KAFKA_LIBS MODEL ARCHIVE      in an image with the streamer in /opt/odradek
set -euo pipefail

libs=$1
model=$2
archive=$3
work=$(mktemp -d)
cd "$work"

fail() {
    echo "archive.sh: $1" >&2
    tail -n 20 "$work"/*.log >&2
    exit 1
}

# With the host's network, what listens there must not be taken for ours.
kafka=29092
controller=29093
http=28080
for port in $kafka $controller $http; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        echo "archive.sh: port $port is taken: build with a network of the build's own" >&2
        exit 1
    fi
done

cat >server.properties <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$kafka,CONTROLLER://127.0.0.1:$controller
controller.listener.names=CONTROLLER
log.dirs=$work/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
EOF
java -cp "$libs/*" kafka.tools.StorageTool format --cluster-id 5L6g3nShT-eMCtK--X86sw --config server.properties \
    >format.log 2>&1 || fail "the broker's storage cannot be formatted"
java -Xmx256m -XX:TieredStopAtLevel=1 -cp "$libs/*" kafka.Kafka server.properties >broker.log 2>&1 &
broker=$!

JAVA_OPTS="-XX:ArchiveClassesAtExit=$archive -Xlog:disable -Xlog:all=error:stderr" /opt/odradek/bin/streamer run --bootstrap-servers "127.0.0.1:$kafka" --http-port "$http" \
    --create-topics --model-path "$model" >streamer.log 2>&1 &
streamer=$!
tries=0
until /opt/odradek/bin/healthy ready "$http"; do
    kill -0 "$broker" 2>/dev/null || fail "the broker ended"
    kill -0 "$streamer" 2>/dev/null || fail "the streamer ended"
    tries=$((tries + 1))
    [ $tries -lt 120 ] || fail "the streamer is not ready after $tries s"
    sleep 1
done
/opt/odradek/bin/healthy metrics "$http"
kill -TERM "$streamer"
wait "$streamer" || true
[ -s "$archive" ] || fail "there is no archive"
kill -TERM "$broker"
wait "$broker" || true
rm -rf "$work"
