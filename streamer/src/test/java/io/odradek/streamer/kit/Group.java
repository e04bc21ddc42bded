package io.odradek.streamer.kit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * A consumer group, as Kafka sees it when it is asked.
 *
 * @param name its id
 */
public record Group(Cluster cluster, String name) {
    /** The offsets that it has committed for the images, added up. */
    public long committed() {
        try (Admin admin = admin()) {
            return admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Members of one with the protocol {@code classic}. */
    public int members() {
        try (Admin admin = admin()) {
            return admin.describeConsumerGroups(List.of(name)).all().get().values().stream()
                    .mapToInt(described -> described.members().size())
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }
}
