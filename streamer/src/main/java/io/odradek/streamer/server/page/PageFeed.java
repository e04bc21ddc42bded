package io.odradek.streamer.server.page;

import com.sun.net.httpserver.HttpExchange;
import io.odradek.streamer.server.Refusal;
import io.odradek.streamer.server.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the page asks for about once a second: {@code /page/feed?after=SEQ}. Thread-safe. */
final class PageFeed {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    /** Below that, compression costs more than it saves. */
    private static final int LARGE = 64 << 10;

    private static final String AFTER = "after=";
    /** A long. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final LongFunction<byte[]> feed;
    /** Many pages get the same answer; it is forgotten when nobody has it any more. */
    private final Map<byte[], byte[]> compressed = Collections.synchronizedMap(new WeakHashMap<>());

    private final Semaphore compressing = new Semaphore(1);

    /** @param feed JSON of what is newer than a number; the same array for the same answer */
    PageFeed(LongFunction<byte[]> feed) {
        this.feed = feed;
    }

    void send(HttpExchange exchange) throws IOException {
        String after = after(exchange.getRequestURI().getRawQuery());
        if (!NUMBER.matcher(after).matches()) {
            new Refusal(BAD_REQUEST, "after must be a whole number of at most 18 digits, as in /page/feed?after=0")
                    .send(exchange);
            return;
        }
        byte[] json = feed.apply(Long.parseLong(after));
        byte[] gzip = json.length >= LARGE && Gzip.isAccepted(exchange) ? compressed(json) : json;
        if (gzip.length < json.length) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        Reply.json(exchange, OK, gzip.length < json.length ? gzip : json);
    }

    /** What is asked for; unless it is said, everything. */
    private static String after(@Nullable String query) {
        return Arrays.stream((query == null ? "" : query).split("&", -1))
                .filter(one -> one.startsWith(AFTER))
                .findFirst()
                .map(one -> one.substring(AFTER.length()))
                .orElse("0");
    }

    /** The same bytes where another answer is just being compressed: the processor has better things to do. */
    private byte[] compressed(byte[] json) {
        byte[] known = compressed.get(json);
        if (known != null || !compressing.tryAcquire()) {
            return known == null ? json : known;
        }
        try {
            byte[] gzip = Gzip.fast(json);
            compressed.put(json, gzip);
            return gzip;
        } finally {
            compressing.release();
        }
    }
}
