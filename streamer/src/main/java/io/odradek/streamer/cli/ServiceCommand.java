package io.odradek.streamer.cli;

import io.odradek.streamer.app.Service;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.logging.LogSetup;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that runs until it is stopped. Its options are made from {@code Setting}. */
abstract class ServiceCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    private boolean clean = true;

    /** What runs; not started yet. */
    abstract Service service(StreamerConfig config);

    /** Whether the service, if it ran, has ended all its threads. */
    final boolean isClean() {
        return clean;
    }

    @Override
    public final Integer call() {
        Settings read = settings.read(spec);
        StreamerConfig config = StreamerConfig.of(read);
        LogSetup.use(config.logFormat());
        read.notes().forEach(note -> LoggerFactory.getLogger(getClass()).warn("{}", note));
        Service service = service(config);
        service.check();
        IntSupplier signalled = Signals.handle(() -> {
            service.close();
            LogSetup.flush();
            return service.isClean();
        });
        try {
            service.run();
        } finally {
            clean = service.isClean();
            LogSetup.flush();
        }
        return signalled.getAsInt();
    }
}
