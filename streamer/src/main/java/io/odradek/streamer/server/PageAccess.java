package io.odradek.streamer.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.odradek.streamer.config.Observation;
import io.odradek.streamer.config.Setting;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the live page, and send images to it. It shows images, so by default nobody may where others than this
 * machine reach the port and nothing is asked of them. What it protects from, beside people:
 *
 * <ul>
 *   <li>another site's script, which a browser lets send requests here: see {@link #sameOrigin};
 *   <li>another site's name that leads here (DNS rebinding), with which a visitor's browser would take that site's script
 *       for ours: a port that only this machine reaches answers to no name but its own; one that others reach, without a
 *       token, to addresses and to the name that it was given.
 * </ul>
 *
 * <p>Immutable.
 */
public final class PageAccess {
    /** With any port. An address is no name that somebody could lead elsewhere. */
    private static final Pattern OWN_NAME =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]{2,45}])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final Observation.Page page;
    private final String host;
    private final boolean loopback;
    private final Admittance admittance;

    /**
     * The rules of a port.
     *
     * @param page the setting
     * @param host name or address that is listened on
     * @param admittance what is asked for
     */
    public PageAccess(Observation.Page page, String host, Admittance admittance) {
        this.page = page;
        this.host = host;
        this.admittance = admittance;
        InetSocketAddress address = new InetSocketAddress(host, 0);
        this.loopback = !address.isUnresolved() && address.getAddress().isLoopbackAddress();
    }

    /** Whether anybody at all may see it. */
    public boolean isOpen() {
        return switch (page) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> loopback || admittance.asks();
        };
    }

    /** For the log: who may see it. */
    public String audience() {
        if (!isOpen()) {
            return "nobody (" + Setting.PAGE.key() + ")";
        }
        return admittance.asks()
                ? admittance.bearer()
                : "everyone " + (loopback ? "on this machine" : "who reaches the port");
    }

    /** What is wrong with a request that gets data or sends some, if anything. */
    public Optional<Refusal> refusal(HttpExchange exchange) {
        Optional<Refusal> refusal = refusalOfFile(exchange);
        if (refusal.isEmpty() && !sameOrigin(exchange.getRequestHeaders())) {
            refusal = Optional.of(Refusal.forbidden("another site asks: only the streamer's own page may"));
        }
        return refusal.isEmpty() ? admittance.tokenRefusal(exchange) : refusal;
    }

    /** What is wrong with a request for the page itself, which has nothing of anybody in it; if anything. */
    public Optional<Refusal> refusalOfFile(HttpExchange exchange) {
        if (!isOpen()) {
            return Optional.of(Refusal.forbidden(closed()));
        }
        List<String> hosts = exchange.getRequestHeaders().get("Host");
        if (loopback) {
            return isToOneOf(OWN_NAME, hosts)
                    ? Optional.empty()
                    : Optional.of(Refusal.misdirected("this port is for this machine: ask for localhost or 127.0.0.1"));
        }
        return admittance.asks() || isToOneOf(OWN_NAME, hosts) || isToOneOf(ADDRESS, hosts)
                ? Optional.empty()
                : Optional.of(
                        Refusal.misdirected("anybody may have given this name to this port: use the address, or set "
                                + Setting.HTTP_TOKEN_FILE.key()));
    }

    private String closed() {
        String file = Setting.HTTP_TOKEN_FILE.key() + "=FILE, a file that holds a secret token";
        return page == Observation.Page.OFF
                ? "the live page is switched off: start the streamer with " + Setting.PAGE.key()
                        + "=auto or on, and where others than this machine reach it also with " + file
                : "the live page shows images, and others than this machine reach this port: start the streamer with "
                        + file + ", or, if everyone may see them, with " + Setting.PAGE.key() + "=on";
    }

    private boolean isToOneOf(Pattern names, @Nullable List<String> hosts) {
        if (hosts == null || hosts.size() != 1) {
            return false;
        }
        String asked = hosts.get(0).strip();
        return names.matcher(asked).matches() || withoutPort(asked).equalsIgnoreCase(host);
    }

    private static String withoutPort(String asked) {
        return asked.replaceFirst(":\\d{1,5}$", "");
    }

    /**
     * Whether a browser sent the request from our own page, or no browser did. A browser says so in {@code Sec-Fetch-Site}
     * where the page came by TLS or from this machine; otherwise the host and port of {@code Origin} must be those that
     * were asked for. A script cannot set either.
     */
    static boolean sameOrigin(Headers headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null) {
            String from = site.strip().toLowerCase(Locale.ROOT);
            return from.equals("same-origin") || from.equals("none");
        }
        String origin = headers.getFirst("Origin");
        return origin == null || authority(origin).equalsIgnoreCase(headers.getFirst("Host"));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin.strip()).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
