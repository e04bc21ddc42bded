package io.odradek.streamer.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What a client is still sending when its answer is there. Closing the connection would reset it, and a browser then shows
 * a broken connection instead of the answer: so the rest is thrown away, up to a size and for a moment. Stateless.
 */
final class UnreadBody {
    private static final long MOST_BYTES = 16 << 20;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int BUFFER_BYTES = 16 << 10;

    private UnreadBody() {}

    /** From now on the answer of this exchange ends when the rest of the request has come. */
    static void outlastsTheAnswer(HttpExchange exchange) {
        InputStream rest = exchange.getRequestBody();
        exchange.setStreams(null, new FilterOutputStream(exchange.getResponseBody()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            private boolean closed;

            @Override
            public void close() throws IOException {
                // Closing the exchange closes it once more.
                if (!closed) {
                    closed = true;
                    out.flush();
                    drop(rest);
                    super.close();
                }
            }
        });
    }

    /**
     * Java's server waits for the rest of a request when its answer is out. If there may be one, {@code hurry} is run just
     * before, to bound that.
     */
    static void endsSoon(HttpExchange exchange, Runnable hurry) {
        if (!isAnnounced(exchange.getRequestHeaders())) {
            return;
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            // Its answer has no body whose end would be seen.
            hurry.run();
            return;
        }
        exchange.setStreams(null, new FilterOutputStream(exchange.getResponseBody()) {
            private boolean closed;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    out.flush();
                    hurry.run();
                    out.close();
                }
            }
        });
    }

    private static boolean isAnnounced(Headers headers) {
        String length = headers.getFirst("Content-Length");
        return headers.containsKey("Transfer-Encoding")
                || (length != null && !length.strip().equals("0"));
    }

    private static void drop(InputStream rest) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long end = System.nanoTime() + NANOS;
        long left = MOST_BYTES;
        int read = 0;
        while (read >= 0 && left > 0 && end - System.nanoTime() > 0) {
            read = rest.read(buffer);
            left -= read;
        }
    }
}
