package io.odradek.broker;

import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/** A JVM that ends by an exception and leaves its broker to itself. */
final class Abandoned {
    private Abandoned() {}

    public static void main(String[] arguments) {
        TestBrokers.start(Map.of());
        String session = DockerClientFactory.SESSION_ID;
        System.out.println(
                "session " + session + " containers " + containers(session).size());
        throw new IllegalStateException("a test failed");
    }

    /** The ids of a JVM's containers, running or not. */
    static List<String> containers(String session) {
        return DockerClientFactory.lazyClient()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL, session))
                .exec()
                .stream()
                .map(com.github.dockerjava.api.model.Container::getId)
                .toList();
    }
}
