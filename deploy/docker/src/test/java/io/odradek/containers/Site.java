package io.odradek.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.odradek.broker.KafkaOnLoopback;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A network with Kafka, where our containers run as an operator would let them: as their own user, without capabilities, on
 * a read-only root file system, with a small {@code /tmp} that nothing is executed from. Not thread-safe.
 */
final class Site implements AutoCloseable {
    private static final String INSIDE = "kafka:19092";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    static final long MEMORY = 768L << 20;

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka =
            new KafkaOnLoopback(Engine.KAFKA).withNetwork(network).withListener(INSIDE);
    private final List<GenericContainer<?>> containers = new ArrayList<>();

    Site() {
        Engine.ready();
        kafka.start();
    }

    /** For clients outside of the network. */
    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    /** Not started. */
    GenericContainer<?> streamer(String... command) {
        return hardened(Engine.STREAMER, command).withExposedPorts(8080).waitingFor(Wait.forHealthcheck());
    }

    /** Not started. The data are in {@code /data}, and {@code /models} is empty. */
    GenericContainer<?> trainer(String... command) {
        GenericContainer<?> trainer = hardened(Engine.TRAINER, command)
                // Its own way to mount a file would first fetch an image, to try it.
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withBinds(new Bind(Engine.FASHION_MNIST.toString(), new Volume("/data"), AccessMode.ro)))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE));
        trainer.setTmpFsMapping(Map.of("/tmp", "rw,noexec,size=64m", "/models", "rw,noexec,uid=1000,size=64m"));
        return trainer;
    }

    private GenericContainer<?> hardened(String image, String... command) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withEnv("ODRADEK_BOOTSTRAP_SERVERS", INSIDE)
                .withTmpFs(Map.of("/tmp", "rw,noexec,size=64m"))
                .withStartupTimeout(PATIENCE)
                .withCreateContainerCmdModifier(Site::publishOnLoopback)
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges"))
                        .withMemory(MEMORY)
                        .withMemorySwap(MEMORY))
                .withCommand(command);
        containers.add(container);
        return container;
    }

    /** Its ports are for this machine alone. */
    private static void publishOnLoopback(CreateContainerCmd create) {
        Ports ports = new Ports();
        for (ExposedPort port : Objects.requireNonNull(create.getExposedPorts())) {
            ports.bind(port, Ports.Binding.bindIp("127.0.0.1"));
        }
        Objects.requireNonNull(create.getHostConfig()).withPortBindings(ports);
    }

    /** What a command in a running container says; it must succeed. */
    static String inside(GenericContainer<?> container, String... command) {
        try {
            Container.ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new AssertionError(Arrays.toString(command) + ": " + result);
            }
            return result.getStdout();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static boolean isReady(GenericContainer<?> streamer) {
        try {
            return streamer.execInContainer("healthy", "ready").getExitCode() == 0;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        containers.forEach(GenericContainer::stop);
        kafka.stop();
        network.close();
    }
}
