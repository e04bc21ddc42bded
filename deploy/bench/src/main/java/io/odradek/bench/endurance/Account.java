package io.odradek.bench.endurance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.odradek.bench.load.Rig;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What became of the images.
 *
 * @param json of {@code streamer verify}
 */
record Account(JsonObject json) {
    private static final int TRIES = 5;
    private static final Duration COMMIT = Duration.ofSeconds(2);

    /** Asks {@code streamer verify}, and again as long as images are pending: those that were answered last may not be committed. */
    static Account of(Rig rig) throws InterruptedException {
        Account account = new Account(rig.verify());
        for (int i = 1; i < TRIES && account.total("pending") > 0; i++) {
            TimeUnit.NANOSECONDS.sleep(COMMIT.toNanos());
            account = new Account(rig.verify());
        }
        return account;
    }

    /** Images that have no answer, or two kinds of them, or answers to none, or one out of order. */
    long unaccounted() {
        return total("lost")
                + total("unknown")
                + total("pending")
                + total("both")
                + total("strange")
                + total("outOfOrder");
    }

    String words() {
        return String.format(
                Locale.ROOT,
                "%,d images: %,d predictions, %,d dead letters, %,d lost, %,d unknown, %,d pending, %,d answered again",
                total("inputs"),
                total("predicted"),
                total("deadLettered"),
                total("lost"),
                total("unknown"),
                total("pending"),
                total("repeated"));
    }

    private long total(String name) {
        JsonElement count = json.getAsJsonObject("total").get(name);
        return count == null ? 0 : count.getAsLong();
    }
}
