package io.odradek.streamer.cli;

import io.odradek.streamer.contract.OneLine;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What stands behind the options of {@code plan}. Stateless. */
final class PlanArguments {
    private PlanArguments() {}

    /** A time such as {@code 20ms}, {@code 1.5s}, {@code 2m}, or one in ISO-8601, {@code PT0.02S}; up to 1000 days. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern SHORT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(us|ms|s|m)");
        private static final Map<String, Long> NANOS =
                Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L);
        private static final int MOST_DAYS = 1_000;

        @Override
        public Duration convert(String text) {
            Matcher matcher = SHORT.matcher(text);
            if (matcher.matches()) {
                BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(matcher.group(2), 1L));
                return bounded(
                        Duration.ofNanos(
                                new BigDecimal(matcher.group(1)).multiply(unit).longValue()),
                        text);
            }
            try {
                return bounded(Duration.parse(text), text);
            } catch (DateTimeException e) {
                throw wrong(text);
            }
        }

        private static Duration bounded(Duration time, String text) {
            if (time.abs().compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
                throw wrong(text);
            }
            return time;
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException(
                    "\"" + OneLine.of(text) + "\" is no time, allowed: as 500us, 20ms, 1.5s, 2m or PT0.02S");
        }
    }

    /** A share such as {@code 0.4} or {@code 40%}. */
    static final class Share implements ITypeConverter<Double> {
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?(%?)");
        private static final int PERCENT_DIGITS = 2;

        @Override
        public Double convert(String text) {
            Matcher matcher = NUMBER.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("\"" + OneLine.of(text) + "\" is no share, allowed: as 0.4 or 40%");
            }
            boolean percent = text.endsWith("%");
            BigDecimal number = new BigDecimal(percent ? text.substring(0, text.length() - 1) : text);
            return number.movePointLeft(percent ? PERCENT_DIGITS : 0).doubleValue();
        }
    }
}
