package io.odradek.streamer.connection;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The first words to a broker: TLS where it is configured, and one {@code SaslHandshake} request, which each listener
 * answers without a login, also one that wants none. So a mismatch of protocols is told at once, where Kafka's client
 * would only see connections end, log each of them and give up after its timeout. No user, no password and no client data
 * is sent. Thread-safe.
 *
 * @param settings the client's
 */
public record Hello(ClientSettings settings) {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int ALERT_MILLIS = 1_000;
    private static final int MAX_ANSWER_BYTES = 1 << 16;
    private static final short SASL_HANDSHAKE = 17;
    private static final short VERSION = 1;

    /** What a listener answers: an error of Kafka's, and the mechanisms that it knows. */
    private record Answer(Errors error, String mechanisms) {}

    /** A connection, under any address of the name. @throws IOException says why there is none */
    static Socket connect(InetSocketAddress address) throws IOException {
        return connect(InetAddress.getAllByName(address.getHostString()), address.getPort());
    }

    /** To the first that takes one, as Kafka's client tries them. */
    static Socket connect(InetAddress[] addresses, int port) throws IOException {
        IOException none = new UnknownHostException("no address");
        for (InetAddress address : addresses) {
            try {
                return connect(address, port);
            } catch (IOException e) {
                none = e;
            }
        }
        throw none;
    }

    private static Socket connect(InetAddress address, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Talks to a broker.
     *
     * @return what is certainly wrong, for people; empty also where nothing certain was found
     * @throws IOException when nothing accepts a connection
     */
    public Optional<String> fault(InetSocketAddress address) throws IOException {
        try (Socket socket = connect(address)) {
            return settings.isTls() ? overTls(socket, address) : plainly(socket, address);
        }
    }

    private Optional<String> overTls(Socket raw, InetSocketAddress address) {
        SSLContext context = settings.tls();
        if (context == null) {
            return Optional.empty();
        }
        try (SSLSocket socket = handshake(context, raw, address)) {
            return verdict(ask(socket));
        } catch (IOException e) {
            if (answersPlainly(address)) {
                return Optional.of("this port speaks no TLS, and kafka.security.protocol is " + settings.protocol()
                        + ": use the broker's TLS port, or " + (settings.isSasl() ? "SASL_PLAINTEXT" : "PLAINTEXT"));
            }
            return isCut(e) ? alert(context, address) : Optional.of(TlsFault.of(e, address, settings));
        }
    }

    /** The connection broke. A broker that refuses our certificate says so to who only listens, before it ends it. */
    private Optional<String> alert(SSLContext context, InetSocketAddress address) {
        try (Socket raw = connect(address);
                SSLSocket socket = handshake(context, raw, address)) {
            socket.setSoTimeout(ALERT_MILLIS);
            int unused = socket.getInputStream().read();
            return Optional.empty();
        } catch (IOException e) {
            return isCut(e) ? Optional.empty() : Optional.of(TlsFault.of(e, address, settings));
        }
    }

    /** A broker that is going, or a proxy without one, ends connections too: that is nobody's fault. */
    private static boolean isCut(IOException failure) {
        return !(failure instanceof SSLException) || failure.getCause() instanceof IOException;
    }

    private SSLSocket handshake(SSLContext context, Socket raw, InetSocketAddress address) throws IOException {
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(raw, address.getHostString(), address.getPort(), true);
        try {
            configure(socket);
            socket.startHandshake();
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Optional<String> plainly(Socket socket, InetSocketAddress address) {
        Answer answer = null;
        try {
            answer = ask(socket);
        } catch (IOException e) {
            // Looked into below.
        }
        if (answer == null && TlsFault.certificate(address, settings).isPresent()) {
            return Optional.of(
                    "this port speaks TLS, and kafka.security.protocol is " + settings.protocol() + ": set it to "
                            + (settings.isSasl() ? "SASL_SSL" : "SASL_SSL, or to SSL where there are no passwords"));
        }
        return verdict(answer);
    }

    private Optional<String> verdict(@Nullable Answer answer) {
        if (answer == null) {
            return Optional.empty();
        }
        String login = "SASL_" + (settings.isTls() ? "SSL" : "PLAINTEXT");
        if (answer.error == Errors.UNSUPPORTED_SASL_MECHANISM) {
            return Optional.of(
                    settings.isSasl()
                            ? "the broker does not know the SASL mechanism " + settings.mechanism()
                                    + " (kafka.sasl.mechanism), it knows " + answer.mechanisms
                            : "this port wants a login, and kafka.security.protocol is " + settings.protocol()
                                    + ": set it to " + login + " and kafka.sasl.mechanism to one of "
                                    + answer.mechanisms);
        }
        if (answer.error == Errors.ILLEGAL_SASL_STATE && settings.isSasl()) {
            return Optional.of("this port takes no login, and kafka.security.protocol is " + settings.protocol()
                    + ": use another port, or set it to " + (settings.isTls() ? "SSL" : "PLAINTEXT"));
        }
        return Optional.empty();
    }

    private boolean answersPlainly(InetSocketAddress address) {
        try (Socket socket = connect(address)) {
            return ask(socket) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private void configure(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        String identification = settings.text(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        if (!identification.isEmpty()) {
            parameters.setEndpointIdentificationAlgorithm(identification);
        }
        String[] protocols = settings.list(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG);
        if (protocols != null) {
            parameters.setProtocols(protocols);
        }
        String[] ciphers = settings.list(SslConfigs.SSL_CIPHER_SUITES_CONFIG);
        if (ciphers != null) {
            parameters.setCipherSuites(ciphers);
        }
        socket.setSSLParameters(parameters);
    }

    /** Asks whether the mechanism is known; null where the answer is none of Kafka's. */
    private @Nullable Answer ask(Socket socket) throws IOException {
        byte[] client = "odradek".getBytes(StandardCharsets.US_ASCII);
        byte[] mechanism = (settings.isSasl() ? settings.mechanism() : "").getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
        out.writeInt(2 + 2 + 4 + 2 + client.length + 2 + mechanism.length);
        out.writeShort(SASL_HANDSHAKE);
        out.writeShort(VERSION);
        out.writeInt(SASL_HANDSHAKE);
        out.writeShort(client.length);
        out.write(client);
        out.writeShort(mechanism.length);
        out.write(mechanism);
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int size = in.readInt();
        if (size < 4 + 2 + 4 || size > MAX_ANSWER_BYTES || in.readInt() != SASL_HANDSHAKE) {
            return null;
        }
        Errors error = Errors.forCode(in.readShort());
        StringBuilder mechanisms = new StringBuilder();
        for (int left = Math.min(in.readInt(), 100); left > 0; left--) {
            mechanisms.append(mechanisms.isEmpty() ? "" : ", ").append(in.readUTF());
        }
        return new Answer(error, mechanisms.toString());
    }
}
