package io.odradek.broker;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the brokers of tests run: the system property {@code kafka.broker}. */
enum BrokerPlace {
    /** In a container where an engine answers and has an image, else in this JVM. */
    AUTO,
    /** In a container; anything that is missing for it is an error. */
    CONTAINER,
    IN_PROCESS;

    static final String PROPERTY = "kafka.broker";

    /** By the property's value; {@link #AUTO} without one. */
    static BrokerPlace of(@Nullable String value) {
        if (value == null) {
            return AUTO;
        }
        return Arrays.stream(values())
                .filter(place -> place.toString().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(PROPERTY + " is \"" + value + "\", not one of "
                        + Arrays.stream(values()).map(BrokerPlace::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
