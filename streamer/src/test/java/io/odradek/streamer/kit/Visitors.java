package io.odradek.streamer.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Who asks a streamer's port for something, again and again, from before it is there until after it is gone: open pages,
 * scrapes, and bad ones of each kind. Thread-safe.
 */
public final class Visitors implements AutoCloseable {
    /** At a time; so each stays for as many seconds. */
    private static final int STALLED = 8;

    private static final long UPLOAD_BYTES = 50_000_000;
    private static final int PIECE = 100_000;
    private static final long PAGE_MILLIS = 1_000;
    private static final long PERIOD_MILLIS = 100;

    private final HttpPort http;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final Map<String, Map<Integer, AtomicLong>> statuses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong stalled = new AtomicLong();

    public Visitors(HttpPort http) {
        this.http = http;
    }

    /** Begins: so many pages, each of which asks again a second after its answer, and one visitor of each bad kind. */
    public void come(int pages) {
        for (int page = 0; page < pages; page++) {
            HttpRequest.Builder feed = request("/page/feed?after=" + page % 5);
            again("page", feed, PAGE_MILLIS);
        }
        again("index", request("/"), PERIOD_MILLIS);
        again("live", request("/health/live"), PERIOD_MILLIS);
        again("metrics", request("/metrics"), PERIOD_MILLIS);
        again("cross-origin", request("/page/feed").header("Origin", "http://evil.example"), PERIOD_MILLIS);
        again("traversal", request("/page/..%2f..%2f..%2fetc%2fpasswd"), PERIOD_MILLIS);
        again("query", request("/page/feed?after=-1"), PERIOD_MILLIS);
        again("method", request("/page/try"), PERIOD_MILLIS);
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("x");
            again("method", request("/page/feed").method(method, body), PERIOD_MILLIS);
        }
        again("upload", upload("/"), PERIOD_MILLIS);
        again(
                "try",
                upload("/page/try").header("X-Odradek-Try", "1").header("Content-Type", "image/png"),
                PERIOD_MILLIS);
        Future<?> unused = executor.scheduleWithFixedDelay(this::stall, 0, 1, TimeUnit.SECONDS);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(http.url() + path)).timeout(Duration.ofSeconds(60));
    }

    private HttpRequest.Builder upload(String path) {
        Iterable<byte[]> pieces = () -> Stream.generate(() -> new byte[PIECE])
                .limit(UPLOAD_BYTES / PIECE)
                .iterator();
        return request(path).POST(HttpRequest.BodyPublishers.ofByteArrays(pieces));
    }

    /** Asks, and asks again so long after the answer. */
    private void again(String kind, HttpRequest.Builder request, long millis) {
        Future<?> unused = client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> {
                    // Not there yet, not there any more, or hung up on: then there is no answer.
                    if (answer != null) {
                        count(kind, answer.statusCode());
                    }
                    later(() -> again(kind, request, millis), millis);
                });
    }

    private void count(String kind, int status) {
        statuses.computeIfAbsent(kind, k -> new ConcurrentHashMap<>())
                .computeIfAbsent(status, s -> new AtomicLong())
                .incrementAndGet();
    }

    private void later(Runnable task, long millis) {
        if (!executor.isShutdown()) {
            Future<?> unused = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Clients that ask for much and read nothing, and some that do not end their request. */
    private void stall() {
        try {
            if (sockets.size() >= STALLED) {
                sockets.remove().close();
            }
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(http.number())));
            sockets.add(socket);
            String request = "GET /page/feed HTTP/1.1\r\nHost: localhost\r\n\r\n";
            String text = stalled.get() % 4 == 0 ? request.substring(0, 20) : request.repeat(500);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            stalled.incrementAndGet();
        } catch (IOException e) {
            // Not there yet, or not there any more.
        }
    }

    /** How many connected and then read nothing, or did not end their request. */
    public long stalled() {
        return stalled.get();
    }

    /** How many answers there were of each kind by status. */
    public Map<Integer, Long> statuses(String kind) {
        Map<Integer, Long> counts = new ConcurrentHashMap<>();
        statuses.getOrDefault(kind, Map.of()).forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        List<Socket> open = new ArrayList<>(sockets);
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
    }
}
