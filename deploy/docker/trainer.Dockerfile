# The trainer in a container. In the top directory, from source alone, for the CPU and for NVIDIA GPUs:
#
#   docker build -f deploy/docker/trainer.Dockerfile -t odradek-trainer .
#   docker build -f deploy/docker/trainer.Dockerfile -t odradek-trainer:latest-cuda --target cuda --build-arg PROFILES=cuda .
#
# or, much faster after a change, from what "mvn package" (for GPUs "mvn -Pcuda clean package") made:
#
#   mvn -q -DskipTests -pl trainer -am package
#   docker build -f deploy/docker/trainer.Dockerfile -t odradek-trainer --build-arg SOURCE=prebuilt .
#
# It runs as user 1000, needs no root file system to write to and no capability, and keeps what it makes where you mount
# /models:
#
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL -v "$PWD/fashion-mnist:/data:ro" -v "$PWD/models:/models" \
#     odradek-trainer train --data /data --out /models/fashion-mnist
#   docker run --gpus all ... odradek-trainer:latest-cuda train --device gpu ...

# All with glibc, which the native libraries need.
ARG BUILDER=maven:3.9-eclipse-temurin-17
# Also what the image for the CPU is made of: it has a font for the pictures of the report.
ARG JRE=eclipse-temurin:17-jre-jammy
ARG CUDA=nvidia/cuda:12.8.1-cudnn-runtime-ubuntu22.04
# source, or prebuilt
ARG SOURCE=source

FROM ${BUILDER} AS source
ARG PROFILES=
WORKDIR /src
COPY . .
# Jars that were built outside are not those of this source.
RUN --mount=type=cache,target=/root/.m2 rm -rf trainer/target && mvn -B -q -DskipTests ${PROFILES:+-P${PROFILES}} -pl trainer -am package

FROM ${BUILDER} AS prebuilt
WORKDIR /src
COPY trainer/bin trainer/bin
COPY trainer/target/lib trainer/target/lib
COPY trainer/target/odradek-trainer.jar trainer/target/

FROM ${SOURCE} AS built

FROM ${BUILDER} AS libraries
COPY deploy/docker/natives.sh /
COPY --from=built /src/trainer/target/lib /lib-whole
RUN /natives.sh /lib-whole /out

# What both images hold.
FROM scratch AS odradek
COPY --from=libraries /out/natives /opt/odradek/natives
COPY --from=libraries /out/lib /opt/odradek/target/lib
COPY --chmod=755 trainer/bin/trainer /opt/odradek/bin/
COPY --from=built /src/trainer/target/odradek-trainer.jar /opt/odradek/target/

FROM ${JRE} AS jre

FROM ${CUDA} AS cuda
RUN apt-get update \
 && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*
RUN getent passwd 1000 || useradd --uid 1000 --user-group --no-create-home --home-dir /tmp odradek
RUN mkdir /models && chown 1000:1000 /models
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
COPY --from=odradek / /
ENV LANG=C.UTF-8 \
    JAVA_HOME=/opt/java/openjdk \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 1000:1000
WORKDIR /models
ENTRYPOINT ["/opt/odradek/bin/trainer"]
CMD ["--help"]
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Odradek trainer for GPUs" \
      org.opencontainers.image.description="Trains an image classifier, exports it as ONNX and publishes it to Kafka" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM jre AS cpu
RUN getent passwd 1000 || useradd --uid 1000 --user-group --no-create-home --home-dir /tmp odradek
RUN mkdir /models && chown 1000:1000 /models
COPY --from=odradek / /
ENV LANG=C.UTF-8 \
    JAVA_HOME=/opt/java/openjdk
USER 1000:1000
WORKDIR /models
ENTRYPOINT ["/opt/odradek/bin/trainer"]
CMD ["--help"]
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Odradek trainer" \
      org.opencontainers.image.description="Trains an image classifier, exports it as ONNX and publishes it to Kafka" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
