package io.odradek.streamer.guarantee;

import io.odradek.streamer.guarantee.Link.Weather;
import java.time.Duration;

/** Faults between one streamer and all brokers. */
final class NetworkFaults {
    /** A record of an image of the largest size then takes eight seconds. */
    private static final int TRICKLE = 128 << 10;

    private NetworkFaults() {}

    static Runnable cut(Site site, int pick) {
        return weather(site, pick, Weather.CUT);
    }

    static Runnable silence(Site site, int pick) {
        return weather(site, pick, Weather.SILENT);
    }

    static Runnable delay(Site site, int pick) {
        return weather(site, pick, Weather.delayed(Duration.ofMillis(100 + pick % 400)));
    }

    static Runnable trickle(Site site, int pick) {
        return weather(site, pick, Weather.trickling(TRICKLE));
    }

    private static Runnable weather(Site site, int pick, Weather weather) {
        int streamer = pick % Fleet.STREAMERS;
        site.links(streamer).forEach(link -> link.set(weather));
        return () -> site.links(streamer).forEach(link -> link.set(Weather.FAIR));
    }
}
