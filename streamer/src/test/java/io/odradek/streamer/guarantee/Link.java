package io.odradek.streamer.guarantee;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The network between one streamer and one broker: a proxy on loopback that can be cut, fall silent, and be slow.
 * Thread-safe.
 */
final class Link implements AutoCloseable {
    private static final int PIECE = 16 << 10;
    private static final int STACK = 256 << 10;
    private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.FAIR;
    private volatile boolean closed;

    /**
     * What a link does to bytes, in both directions.
     *
     * @param cut connections are reset, and new ones at once
     * @param silent nothing passes, and nobody is told
     * @param delay of each piece of at most 16 KiB
     * @param bytesPerSecond at most, 0 for no limit
     */
    record Weather(boolean cut, boolean silent, Duration delay, int bytesPerSecond) {
        static final Weather FAIR = new Weather(false, false, Duration.ZERO, 0);
        static final Weather CUT = new Weather(true, false, Duration.ZERO, 0);
        static final Weather SILENT = new Weather(false, true, Duration.ZERO, 0);

        static Weather delayed(Duration delay) {
            return new Weather(false, false, delay, 0);
        }

        static Weather trickling(int bytesPerSecond) {
            return new Weather(false, false, Duration.ZERO, bytesPerSecond);
        }

        private long nanosFor(int bytes) {
            long trickle = bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
            return delay.toNanos() + trickle;
        }
    }

    /** @param target port on loopback */
    Link(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void set(Weather weather) {
        this.weather = weather;
        if (weather.cut()) {
            sockets.forEach(Link::reset);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listening.accept();
                start(() -> connect(client));
            } catch (IOException e) {
                // Closed; or this one connection is gone already.
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            if (weather.cut()) {
                throw new IOException("cut");
            }
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start(() -> pump(server, client));
            pump(client, server);
        } catch (IOException e) {
            end(client, server);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(piece);
            while (length >= 0) {
                hold(length);
                out.write(piece, 0, length);
                length = in.read(piece);
            }
        } catch (IOException e) {
            // One side is gone, and so goes the other.
        } finally {
            end(from, to);
        }
    }

    private void hold(int bytes) {
        long begin = System.nanoTime();
        while (!closed && (weather.silent() || System.nanoTime() - begin < weather.nanosFor(bytes))) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void end(Socket one, Socket other) {
        reset(one);
        reset(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    /** What a broken network does; an orderly end would let the last bytes pass. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(null, task, "link", STACK);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Link::reset);
    }
}
