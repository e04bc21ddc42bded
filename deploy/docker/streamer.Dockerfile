# The streamer in a container. In the top directory, from source alone:
#
#   docker build -f deploy/docker/streamer.Dockerfile -t odradek-streamer .
#
# or, much faster after a change, from what "mvn package" made:
#
#   mvn -q -DskipTests -pl streamer -am package
#   docker build -f deploy/docker/streamer.Dockerfile -t odradek-streamer --build-arg SOURCE=prebuilt .
#
# It runs as user 1000, needs no root file system to write to and no capability, and writes to /tmp alone:
#
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL -p 127.0.0.1:8080:8080 \
#     -e ODRADEK_BOOTSTRAP_SERVERS=kafka:9092 odradek-streamer
#
# The heap takes half of the container's memory: the rest is for the model, Kafka's buffers and Java itself.

# All with glibc, which the native libraries need.
ARG BUILDER=maven:3.9-eclipse-temurin-17
ARG JRE=eclipse-temurin:17-jre-jammy
ARG BASE=ubuntu:22.04
# Its jars are a broker while the archive of classes is made; nothing of it stays.
ARG KAFKA=apache/kafka:4.3.1
# source, or prebuilt
ARG SOURCE=source

FROM ${BUILDER} AS source
WORKDIR /src
COPY . .
# Jars that were built outside are not those of this source.
RUN --mount=type=cache,target=/root/.m2 rm -rf streamer/target && mvn -B -q -DskipTests -pl streamer -am package

FROM ${BUILDER} AS prebuilt
WORKDIR /src
COPY streamer/bin streamer/bin
COPY streamer/target/lib streamer/target/lib
COPY streamer/target/odradek-streamer.jar streamer/target/

FROM ${SOURCE} AS built

FROM ${BUILDER} AS libraries
COPY deploy/docker/natives.sh /
COPY --from=built /src/streamer/target/lib /lib-whole
RUN /natives.sh /lib-whole /out

FROM ${JRE} AS jre

FROM ${KAFKA} AS kafka

# What changes seldom comes first.
FROM ${BASE} AS runtime
RUN getent passwd 1000 || useradd --uid 1000 --user-group --no-create-home --home-dir /tmp odradek
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
COPY --from=libraries /out/natives /opt/odradek/natives
COPY --from=libraries /out/lib /opt/odradek/target/lib
COPY --chmod=755 deploy/docker/healthy /opt/odradek/bin/
COPY --chmod=755 streamer/bin/streamer /opt/odradek/bin/
COPY --from=built /src/streamer/target/odradek-streamer.jar /opt/odradek/target/
# The port must be reached from outside of the container: who reaches it there is decided by what publishes it.
ENV LANG=C.UTF-8 \
    JAVA_HOME=/opt/java/openjdk \
    PATH=/opt/odradek/bin:/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ODRADEK_HTTP_HOST=0.0.0.0

FROM runtime AS archive
COPY --from=kafka /opt/kafka/libs /opt/kafka/libs
COPY deploy/docker/archive.sh /
COPY deploy/contract/fashion-mnist-seed.onnx /model.onnx
RUN /archive.sh /opt/kafka/libs /model.onnx /opt/odradek/target/odradek-streamer.jsa

FROM runtime
COPY --from=archive /opt/odradek/target/odradek-streamer.jsa /opt/odradek/target/
USER 1000:1000
WORKDIR /tmp
EXPOSE 8080
# Alive, not ready: without a model it waits, and must not be replaced for that.
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["/opt/odradek/bin/healthy"]
ENTRYPOINT ["/opt/odradek/bin/streamer"]
CMD ["run"]
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Odradek streamer" \
      org.opencontainers.image.description="Classifies the images in a Kafka topic with a model that can be changed at any moment" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
