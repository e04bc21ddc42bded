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

    /** Begins: so many pages ask each second, and a few times a second each kind of bad request comes. */
    public void come(int pages) {
        Future<?> unused = executor.scheduleAtFixedRate(() -> pages(pages), 0, 1, TimeUnit.SECONDS);
        unused = executor.scheduleWithFixedDelay(this::others, 0, 100, TimeUnit.MILLISECONDS);
        unused = executor.scheduleWithFixedDelay(this::stall, 0, 1, TimeUnit.SECONDS);
    }

    private void pages(int count) {
        for (int page = 0; page < count; page++) {
            send("page", request("/page/feed?after=" + page % 5));
        }
    }

    private void others() {
        send("index", request("/"));
        send("live", request("/health/live"));
        send("metrics", request("/metrics"));
        send("cross-origin", request("/page/feed").header("Origin", "http://evil.example"));
        send("traversal", request("/page/..%2f..%2f..%2fetc%2fpasswd"));
        send("query", request("/page/feed?after=-1"));
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            send("method", request("/page/feed").method(method, HttpRequest.BodyPublishers.ofString("x")));
        }
        send("method", request("/page/try"));
        send("upload", upload("/"));
        send("try", upload("/page/try").header("X-Odradek-Try", "1").header("Content-Type", "image/png"));
    }

    private HttpRequest.Builder upload(String path) {
        Iterable<byte[]> pieces = () -> Stream.generate(() -> new byte[PIECE])
                .limit(UPLOAD_BYTES / PIECE)
                .iterator();
        return request(path).POST(HttpRequest.BodyPublishers.ofByteArrays(pieces));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(http.url() + path)).timeout(Duration.ofSeconds(60));
    }

    private void send(String kind, HttpRequest.Builder request) {
        client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .thenAccept(answer -> statuses.computeIfAbsent(kind, k -> new ConcurrentHashMap<>())
                        .computeIfAbsent(answer.statusCode(), s -> new AtomicLong())
                        .incrementAndGet())
                // Not there yet, not there any more, or hung up on.
                .exceptionally(e -> null);
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
