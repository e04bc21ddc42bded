package io.odradek.streamer.kit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long a test awaits what it gives no time for: Awaitility's 10 s are few on a machine that does other things too. */
public final class Patience implements BeforeAllCallback {
    private static final Duration DEFAULT = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(DEFAULT);
    }
}
