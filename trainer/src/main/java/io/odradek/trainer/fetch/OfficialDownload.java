package io.odradek.trainer.fetch;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.file.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data set's official download, about 30 MB. Thread-safe.
 *
 * @param base URL of the directory, with a slash at its end
 * @param cache where the files go
 * @param timeout for connecting, and again for the first byte of each file
 * @param total for each whole file
 * @param report hears one line of progress at each tenth of a file
 */
record OfficialDownload(URI base, Path cache, Duration timeout, Duration total, Consumer<String> report)
        implements DataLocator.Way {
    /** Zalando's own place; it offers no HTTPS, and the checksums do not rely on it. */
    static final URI BASE = URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

    /** No file of the data set is larger; a server must not fill the disk. */
    private static final long MAX_BYTES = 64L << 20;

    static OfficialDownload to(Path cache, Consumer<String> report) {
        return new OfficialDownload(BASE, cache, Duration.ofSeconds(10), Duration.ofMinutes(5), report);
    }

    @Override
    public String description() {
        return "downloading from " + base + " to " + cache;
    }

    @Override
    public Path bring() throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        for (FashionMnist.Member member : FashionMnist.Member.values()) {
            try (StagedFile file = StagedFile.create(cache.resolve(member.gzipName()))) {
                download(client, base.resolve(member.gzipName()), file);
                member.verify(file.temporary());
                file.commit();
            }
        }
        return cache;
    }

    private void download(HttpClient client, URI source, StagedFile file) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(source).timeout(timeout).build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw failed(source, "HTTP status " + response.statusCode(), null);
                }
                long length =
                        response.headers().firstValueAsLong("content-length").orElse(-1);
                Future<?> watchdog = CompletableFuture.runAsync(
                        () -> closeQuietly(body), CompletableFuture.delayedExecutor(total.toNanos(), NANOSECONDS));
                file.write(out -> copy(body, out, source, length));
                watchdog.cancel(true);
            }
        } catch (IOException e) {
            throw failed(source, TrainerException.reasonOf(e), e);
        }
    }

    private void copy(InputStream body, OutputStream out, URI source, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long done = 0;
        long tenths = 0;
        for (int n = read(body, buffer, source); n != -1; n = read(body, buffer, source)) {
            done += n;
            if (done > MAX_BYTES) {
                throw failed(source, "more than " + MAX_BYTES + " bytes", null);
            }
            out.write(buffer, 0, n);
            if (length > 0 && done * 10 / length > tenths) {
                tenths = done * 10 / length;
                report.accept(source.getPath() + ": " + tenths * 10 + "% of " + length + " bytes");
            }
        }
    }

    /** Reads on; a failure is the network's and not the file's. */
    private int read(InputStream body, byte[] buffer, URI source) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw failed(source, TrainerException.reasonOf(e) + " (or not complete after " + total + ")", e);
        }
    }

    /** Makes a reader that waits for a silent server give up. */
    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The reader hears of it.
        }
    }

    private static TrainerException failed(URI source, String reason, @Nullable Throwable cause) {
        return new TrainerException("cannot download " + source + ": " + reason, cause);
    }
}
