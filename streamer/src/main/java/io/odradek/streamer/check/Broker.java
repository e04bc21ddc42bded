package io.odradek.streamer.check;

import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.topics.AccessRules;
import io.odradek.streamer.topics.Answers;
import io.odradek.streamer.topics.TopicAdmin;
import io.odradek.streamer.topics.TopicCommands;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the checks ask. Not closed here.
 *
 * @param config the streamer's configuration
 * @param admin for what {@code topics} does not ask
 * @param topics for topics and their settings
 */
record Broker(StreamerConfig config, Admin admin, TopicAdmin topics) {
    /** An answer. @throws StreamerException says who refused, and why */
    <T> T get(Future<T> answer) {
        return Answers.get(answer, config.bootstrapServers());
    }

    /** What this user may do. */
    AccessRules access() {
        return topics.access(config);
    }

    /** Commands with this broker's address. */
    TopicCommands commands() {
        return TopicCommands.of(config);
    }

    /** Commands of this program with this broker's address. */
    OwnCommands own() {
        return new OwnCommands(config);
    }
}
