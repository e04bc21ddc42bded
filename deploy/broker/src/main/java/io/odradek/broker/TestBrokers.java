package io.odradek.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brokers for tests, in a container or in this JVM as the system property {@code kafka.broker} says: {@code container},
 * {@code in-process}, or {@code auto}, the default, which takes a container where an engine and an image are there.
 * Thread-safe.
 *
 * <p>A container's start takes seconds, so one that a test gave back is emptied and lent again for the same settings.
 * What a test changes beyond topics, groups and records (settings of the broker, quotas, ACLs) would stay: such a test
 * takes an {@link InProcessBroker} of its own. Uses Testcontainers, which its users must have on their class path.
 */
public final class TestBrokers {
    private static final Logger LOG = LoggerFactory.getLogger(TestBrokers.class);

    /** How many containers wait at most: another one costs some 400 MB. */
    private static final int MOST_IDLE = 2;

    /** For members that were killed, whose session must end; longer than a new container takes is not worth it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Those that nobody uses, the one given back last at the end; guarded by itself. */
    private static final Deque<BrokerContainer> IDLE = new ArrayDeque<>();

    private TestBrokers() {}

    /** Asks the engine once. */
    private static final class Engine {
        static final KafkaImage.Found IMAGE = KafkaImage.find();
    }

    /**
     * A broker without topics, for the caller alone until it closes it.
     *
     * @param settings broker settings that replace the defaults, for example a short session timeout
     * @throws IllegalArgumentException if the property has another value
     * @throws IllegalStateException if there must be a container and none can be had: says what to do
     */
    public static Broker start(Map<String, String> settings) {
        BrokerPlace place = BrokerPlace.of(System.getProperty(BrokerPlace.PROPERTY));
        boolean isNamed = System.getProperty(KafkaImage.PROPERTY) != null;
        return image(place, isNamed, () -> Engine.IMAGE)
                .<Broker>map(image -> new Lease(lend(image, settings)))
                .orElseGet(() -> new InProcessBroker(settings).start());
    }

    /**
     * The image of a container, or none for this JVM.
     *
     * @param isNamed whether somebody asked for a certain image: then there is none in this JVM instead
     */
    static Optional<String> image(BrokerPlace place, boolean isNamed, Supplier<KafkaImage.Found> engine) {
        if (place == BrokerPlace.IN_PROCESS) {
            return Optional.empty();
        }
        if (engine.get() instanceof KafkaImage.Image image) {
            return Optional.of(image.name());
        }
        String reason = ((KafkaImage.Missing) engine.get()).reason();
        if (place == BrokerPlace.CONTAINER || isNamed) {
            throw new IllegalStateException("no container for a broker: " + reason + "; or run with -D"
                    + BrokerPlace.PROPERTY + "=" + BrokerPlace.IN_PROCESS);
        }
        LOG.info("broker in this JVM: {}", reason);
        return Optional.empty();
    }

    private static BrokerContainer lend(String image, Map<String, String> settings) {
        synchronized (IDLE) {
            for (BrokerContainer container : IDLE) {
                if (container.settings().equals(settings)) {
                    IDLE.remove(container);
                    return container;
                }
            }
        }
        BrokerContainer started = new BrokerContainer(image, settings);
        LOG.info("broker in container {} of {}", started.id(), image);
        return started;
    }

    private static void giveBack(BrokerContainer container) {
        try {
            ClusterReset.run(container.bootstrapServers(), PATIENCE);
        } catch (RuntimeException e) {
            LOG.warn("container {} is not used again: {}", container.id(), e.getMessage());
            container.stop();
            return;
        }
        BrokerContainer surplus = null;
        synchronized (IDLE) {
            IDLE.add(container);
            if (IDLE.size() > MOST_IDLE) {
                surplus = IDLE.remove();
            }
        }
        if (surplus != null) {
            surplus.stop();
        }
    }

    /** A container while a test has it. */
    private static final class Lease implements Broker {
        private final BrokerContainer container;
        private final AtomicBoolean over = new AtomicBoolean();

        Lease(BrokerContainer container) {
            this.container = container;
        }

        @Override
        public String bootstrapServers() {
            return container.bootstrapServers();
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                giveBack(container);
            }
        }
    }
}
