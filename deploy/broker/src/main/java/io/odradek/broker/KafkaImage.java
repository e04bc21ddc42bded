package io.odradek.broker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/** Looks for an image of Kafka that an engine on this machine has; nothing is fetched. */
final class KafkaImage {
    /** An image to use instead of those that are looked for. */
    static final String PROPERTY = "kafka.image";

    private static final String OFFICIAL = "apache/kafka";
    private static final String STAND_IN = "odradek-stand-in/kafka";

    private KafkaImage() {}

    /** What was found. */
    sealed interface Found {}

    /** An image that the engine has. */
    record Image(String name) implements Found {}

    /** Why there is none, and what to do. */
    record Missing(String reason) implements Found {}

    /** Asks the engine. */
    static Found find() {
        DockerClientFactory engine = DockerClientFactory.instance();
        if (!engine.isDockerAvailable()) {
            return new Missing(
                    "no container engine answers: start one, as with eval \"$(deploy/docker/engine.sh start)\"");
        }
        String host = engine.dockerHostIpAddress();
        if (!isHere(host)) {
            return new Missing("the ports of the container engine's containers are at " + host
                    + ": it must be an engine of this machine, whose brokers listen on loopback");
        }
        return choose(System.getProperty(PROPERTY), AppInfoParser.getVersion(), name -> isThere(engine.client(), name));
    }

    /**
     * The named image, else Kafka's own of {@code version}, else the stand-in for it.
     *
     * @param isThere whether the engine has an image of that name
     */
    static Found choose(@Nullable String named, String version, Predicate<String> isThere) {
        String official = OFFICIAL + ":" + version;
        List<String> names = named == null ? List.of(official, STAND_IN) : List.of(named);
        return names.stream()
                .filter(isThere)
                .findFirst()
                .<Found>map(Image::new)
                .orElseGet(() -> new Missing("the container engine has no image " + String.join(" and no ", names)
                        + ": docker pull " + names.get(0)
                        + (named == null
                                ? ", or deploy/docker/stand-ins.sh kafka where no registry can be reached"
                                : "")));
    }

    private static boolean isThere(DockerClient engine, String name) {
        try {
            engine.inspectImageCmd(name).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
