package io.odradek.streamer.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record of the dead-letter topic that is no dead letter: it says that one before it in its partition was sent again. It
 * was written in the transaction of that image, so that both are there or neither. Retention removes what is first in a
 * partition, so that a mark stays as long as its dead letter.
 *
 * @param offset of the dead letter, in the partition of the mark
 * @param timestamp of the dead letter, in milliseconds since 1970
 * @param image which record the dead letter was
 */
public record ReplayMark(long offset, long timestamp, Source image) {
    /** Header of a mark, which a dead letter may have from its producer; a mark has no {@link DeadLetter#REASON}. */
    public static final String HEADER = "odradek-replay-mark";

    private static final Pattern VALUE = Pattern.compile("(\\d{1,18}) (-?\\d{1,18}) (\\S+)");

    /** Whether a record of the dead-letter topic is a mark, be it a malformed one. */
    public static boolean is(Headers headers) {
        return headers.lastHeader(HEADER) != null && headers.lastHeader(DeadLetter.REASON) == null;
    }

    /** The mark that a record is; none where it is not, or malformed. */
    public static Optional<ReplayMark> of(Headers headers) {
        Matcher mark = VALUE.matcher(DeadLetter.text(headers, HEADER));
        return is(headers) && mark.matches()
                ? Source.parse(mark.group(3))
                        .map(image ->
                                new ReplayMark(Long.parseLong(mark.group(1)), Long.parseLong(mark.group(2)), image))
                : Optional.empty();
    }

    /** The headers of its record. */
    public List<Header> headers() {
        String value = offset + " " + timestamp + " " + image;
        return List.of(new RecordHeader(HEADER, value.getBytes(StandardCharsets.UTF_8)));
    }
}
