package io.odradek.streamer.server.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compressed answers. Stateless. */
final class Gzip {
    private static final Pattern ACCEPTED =
            Pattern.compile("\\s*(x-)?gzip\\s*(;\\s*q\\s*=\\s*(1|1\\.0*|0\\.0*[1-9]\\d*)\\s*)?");

    private Gzip() {}

    /** Whether the client can read it. */
    static boolean isAccepted(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .anyMatch(one -> ACCEPTED.matcher(one.toLowerCase(Locale.ROOT)).matches());
    }

    /** As small as it gets. */
    static byte[] best(byte[] plain) {
        return of(plain, Deflater.BEST_COMPRESSION);
    }

    /** Soon done. */
    static byte[] fast(byte[] plain) {
        return of(plain, Deflater.BEST_SPEED);
    }

    private static byte[] of(byte[] plain, int level) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Leveled gzip = new Leveled(out, level)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return out.toByteArray();
    }

    private static final class Leveled extends GZIPOutputStream {
        Leveled(OutputStream out, int level) throws IOException {
            super(out);
            def.setLevel(level);
        }
    }
}
