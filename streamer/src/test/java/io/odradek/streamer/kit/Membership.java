package io.odradek.streamer.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;

/** The members of the streamer's group; two looks that are equal had no rebalance between them. */
public final class Membership {
    private Membership() {}

    /** Each member's id with what it holds, or with its epoch; never empty. */
    public static Set<String> of(Cluster cluster, String protocol) throws Exception {
        Set<String> members = new TreeSet<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            if (protocol.equals("classic")) {
                admin.describeConsumerGroups(List.of("odradek"))
                        .all()
                        .get()
                        .values()
                        .forEach(group -> group.members()
                                .forEach(m -> members.add(
                                        m.consumerId() + " " + m.assignment().topicPartitions())));
            } else {
                admin.describeStreamsGroups(List.of("odradek"))
                        .all()
                        .get()
                        .values()
                        .forEach(group ->
                                group.members().forEach(m -> members.add(m.memberId() + " " + m.memberEpoch())));
            }
        }
        assertThat(members).isNotEmpty();
        return members;
    }
}
