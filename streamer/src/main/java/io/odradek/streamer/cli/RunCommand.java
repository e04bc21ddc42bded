package io.odradek.streamer.cli;

import io.odradek.streamer.app.Service;
import io.odradek.streamer.app.Streamer;
import io.odradek.streamer.config.StreamerConfig;
import picocli.CommandLine.Command;

/** {@code run}: the service. Its options are made from {@code Setting}. */
@Command(
        name = "run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Classify images until stopped.",
            "",
            "Every setting has three places, the first one wins: the option below, the environment variable"
                    + " (--http-port: ODRADEK_HTTP_PORT), the key in --config FILE (odradek.http.port).",
            "Kafka's own client settings pass through: kafka.security.protocol=SASL_SSL in the file, or"
                    + " -K security.protocol=SASL_SSL.",
            ""
        })
final class RunCommand extends ServiceCommand {
    @Override
    Service service(StreamerConfig config) {
        return new Streamer(config);
    }
}
