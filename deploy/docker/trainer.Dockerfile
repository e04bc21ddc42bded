# The trainer in a container. In the top directory, for the CPU and for NVIDIA GPUs:
#
#   docker build -f deploy/docker/trainer.Dockerfile -t odradek-trainer .
#   docker build -f deploy/docker/trainer.Dockerfile -t odradek-trainer:cuda \
#     --build-arg PROFILES=cuda --build-arg BASE=nvidia/cuda:12.8.1-cudnn-runtime-ubuntu22.04 .
#
# It runs as user 10001, needs no root file system to write to, and keeps what it makes where you mount /models:
#
#   docker run --rm --read-only --tmpfs /tmp -v "$PWD/fashion-mnist:/data:ro" -v "$PWD/models:/models" \
#     odradek-trainer train --data /data --out /models/fashion-mnist
#   docker run --gpus all ... odradek-trainer:cuda train --device gpu ...

# All with glibc, which the native libraries need.
ARG BUILDER=maven:3.9-eclipse-temurin-17
ARG JRE=eclipse-temurin:17-jre-jammy
ARG BASE=ubuntu:22.04

FROM ${BUILDER} AS build
ARG PROFILES=
WORKDIR /src
COPY . .
RUN mvn -B -q -DskipTests ${PROFILES:+-P${PROFILES}} -pl trainer -am package \
 && deploy/docker/unpack-natives.sh trainer/target/lib /natives

FROM ${JRE} AS jre

FROM ${BASE}
# A font for the pictures of the report.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 odradek \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp odradek \
 && mkdir /models \
 && chown 10001:10001 /models
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
COPY --from=build /natives /opt/odradek/natives
COPY --from=build /src/trainer/bin/trainer /opt/odradek/bin/trainer
COPY --from=build /src/trainer/target/lib /opt/odradek/target/lib
COPY --from=build /src/trainer/target/odradek-trainer.jar /opt/odradek/target/
ENV LANG=C.UTF-8 \
    JAVA_HOME=/opt/java/openjdk \
    DJL_CACHE_DIR=/opt/odradek/natives \
    TRAINER_JAVA_OPTS="-Xmx512m -Xmn16m -XX:+UseSerialGC -Donnxruntime.native.path=/opt/odradek/natives/onnxruntime" \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 10001:10001
WORKDIR /models
ENTRYPOINT ["/opt/odradek/bin/trainer"]
CMD ["--help"]
