package io.odradek.streamer.cli;

import io.odradek.streamer.app.Evaluator;
import io.odradek.streamer.app.Service;
import io.odradek.streamer.config.StreamerConfig;
import picocli.CommandLine.Command;

/** {@code evaluate}: how well models do, by labels that come later. Its options are made from {@code Setting}. */
@Command(
        name = "evaluate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Compare predictions with labels until stopped: accuracy, precision, recall, calibration and confusions of each"
                    + " version, by minute, hour and day.",
            "",
            "Give it the settings that you give to run; its consumer group has -evaluate behind the application id. The value"
                    + " of a record in the labels topic is the class's name, and its header odradek-id names the image; or"
                    + " JSON, {\"label\":\"Coat\",\"id\":\"...\"} or {\"label\":\"Coat\",\"source\":{\"topic\":\"images\","
                    + "\"partition\":3,\"offset\":17}}.",
            ""
        },
        footer = {
            "",
            "Example:  streamer evaluate --bootstrap-servers localhost:9092 --create-topics --http-port 8081",
            ""
        })
final class EvaluateCommand extends ServiceCommand {
    @Override
    Service service(StreamerConfig config) {
        return new Evaluator(config);
    }
}
