package io.odradek.streamer.check;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.topics.TopicCommands;

/**
 * Commands of this program, to be pasted. {@code FILE} stands for the file with the security settings.
 *
 * @param config what they need to find the cluster and the topic
 */
record OwnCommands(StreamerConfig config) {
    /** About the registry. */
    String models(String rest) {
        String topic = config.topics().models();
        return "streamer models " + rest + cluster()
                + (topic.equals(Setting.MODELS_TOPIC.defaultValue())
                        ? ""
                        : " " + Setting.MODELS_TOPIC.option() + " " + topic);
    }

    /** The streamer itself. */
    String run() {
        return "streamer run" + cluster() + "  # and the settings that this check was given";
    }

    private String cluster() {
        return " " + Setting.BOOTSTRAP_SERVERS.option() + " " + config.bootstrapServers()
                + (TopicCommands.isSecured(config) ? " --config FILE" : "");
    }
}
