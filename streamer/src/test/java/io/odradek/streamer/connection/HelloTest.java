package io.odradek.streamer.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is no broker, or ends the connection, is not accused of anything: Kafka's client may still try. */
class HelloTest {
    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SSL"})
    void findsNothingCertainWhereTheConnectionEnds(String protocol) throws IOException {
        assertThat(fault(protocol, "")).isEmpty();
    }

    @Test
    void findsNothingCertainWhereSomethingElseAnswers() throws IOException {
        assertThat(fault("PLAINTEXT", "HTTP/1.1 400 Bad Request\r\n\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SSL"})
    void failsWhereNothingListens(String protocol) {
        Hello hello = new Hello(settings(protocol));

        assertThatThrownBy(() -> hello.fault(InetSocketAddress.createUnresolved("127.0.0.1", 1)))
                .isInstanceOf(ConnectException.class);
    }

    /** As behind a name with several brokers, the first of which is down. */
    @Test
    void triesEachAddressOfAName() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetAddress[] all = {InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), here};
        try (ServerSocket server = new ServerSocket(0, 10, here);
                Socket socket = Hello.connect(all, server.getLocalPort())) {
            assertThat(socket.getInetAddress()).isEqualTo(here);
        }
    }

    /** What is found at a server that answers each connection with a text, and ends it. */
    private static Optional<String> fault(String protocol, String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server, answer));
            thread.setDaemon(true);
            thread.start();
            return new Hello(settings(protocol))
                    .fault(InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort()));
        }
    }

    private static void serve(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                int unused = socket.getInputStream().read(new byte[1_000]);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The client has gone, or the test is over.
            }
        }
    }

    private static ClientSettings settings(String protocol) {
        return new ClientSettings(Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", protocol));
    }
}
