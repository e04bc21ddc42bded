package io.odradek.streamer.cli;

import io.odradek.streamer.app.Streamer;
import io.odradek.streamer.config.StreamerConfig;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
final class RunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    private boolean clean = true;

    /** Whether the service, if it ran, has ended all its threads. */
    boolean isClean() {
        return clean;
    }

    @Override
    public Integer call() {
        Streamer streamer = new Streamer(StreamerConfig.of(settings.read(spec)));
        IntSupplier signalled = Signals.handle(() -> {
            streamer.close();
            return streamer.isClean();
        });
        try {
            streamer.run();
        } finally {
            clean = streamer.isClean();
        }
        return signalled.getAsInt();
    }
}
