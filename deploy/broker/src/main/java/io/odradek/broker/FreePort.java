package io.odradek.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port on loopback for a server that must know it before it listens. On Linux nobody else is given the port as long as
 * this object lives: its socket is bound to it, and does not listen, which is no obstacle to a server that may use the
 * address again, as Java's servers do. Elsewhere the port was free a moment ago.
 */
public final class FreePort {
    private static final boolean IS_LINUX = System.getProperty("os.name").startsWith("Linux");

    /** Closed when this object is gone. */
    private final Socket holder = new Socket();

    private final int number;

    /** Takes one. */
    public FreePort() {
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            number = holder.getLocalPort();
            if (!IS_LINUX) {
                holder.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback: " + e.getMessage(), e);
        }
    }

    /** 1 to 65535. */
    public int number() {
        return number;
    }
}
