package io.odradek.streamer.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.regex.Pattern;

/**
 * Leaves out what a transactional producer warns of when it begins its next transaction while the broker still writes the
 * end of the last one: the first batch is answered with CONCURRENT_TRANSACTIONS, those that are on their way behind it
 * with OUT_OF_ORDER_SEQUENCE_NUMBER, and all are sent again in their order (KIP-890). Nothing is lost, and the metric
 * {@code kafka_producer_record_retry_total} counts them. A producer that gives up says so in other lines. Stateless.
 */
final class RetryFilter extends Filter<ILoggingEvent> {
    private static final String SENDER = "org.apache.kafka.clients.producer.internals.Sender";
    private static final Pattern RETRY = Pattern.compile(
            ".*transactionalId=.* retrying .*Error: (CONCURRENT_TRANSACTIONS|OUT_OF_ORDER_SEQUENCE_NUMBER)\\b.*");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean isRetry = SENDER.equals(event.getLoggerName())
                && RETRY.matcher(event.getFormattedMessage()).matches();
        return isRetry ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
