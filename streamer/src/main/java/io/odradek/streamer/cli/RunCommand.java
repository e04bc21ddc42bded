package io.odradek.streamer.cli;

import io.odradek.streamer.app.Preflight;
import io.odradek.streamer.app.Streamer;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.logging.LogSetup;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.slf4j.LoggerFactory;
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
        Settings read = settings.read(spec);
        StreamerConfig config = StreamerConfig.of(read);
        LogSetup.use(config.logFormat());
        read.notes().forEach(note -> LoggerFactory.getLogger(RunCommand.class).warn("{}", note));
        Preflight.check(config);
        Preflight.checkDirectory(config);
        Streamer streamer = new Streamer(config);
        IntSupplier signalled = Signals.handle(() -> {
            streamer.close();
            LogSetup.flush();
            return streamer.isClean();
        });
        try {
            streamer.run();
        } finally {
            clean = streamer.isClean();
            LogSetup.flush();
        }
        return signalled.getAsInt();
    }
}
