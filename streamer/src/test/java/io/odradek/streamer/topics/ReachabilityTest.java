package io.odradek.streamer.topics;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.StreamerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    /** To a SaslHandshake without a mechanism: size, correlation, error, no mechanisms. */
    private static final byte[] WANTS_A_LOGIN = ByteBuffer.allocate(14)
            .putInt(10)
            .putInt(17)
            .putShort(Errors.UNSUPPORTED_SASL_MECHANISM.code())
            .putInt(0)
            .array();

    @Test
    void oneSoundAddressIsEnough() throws IOException {
        try (ServerSocket wrong = server(WANTS_A_LOGIN);
                ServerSocket sound = server(new byte[0])) {
            assertThatCode(() -> await(address(wrong) + "," + address(sound))).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesWhereEachAddressIsWrong() throws IOException {
        try (ServerSocket wrong = server(WANTS_A_LOGIN)) {
            assertThatThrownBy(() -> await("127.0.0.1:1," + address(wrong)))
                    .isInstanceOf(StreamerException.class)
                    .hasMessageContaining(address(wrong))
                    .hasMessageContaining("wants a login");
        }
    }

    private static void await(String servers) {
        Reachability.await(Map.of("bootstrap.servers", servers), Duration.ofSeconds(10));
    }

    private static String address(ServerSocket server) {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Answers each connection so, and ends it. */
    private static ServerSocket server(byte[] answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(server, answer));
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void serve(ServerSocket server, byte[] answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                int unused = socket.getInputStream().read(new byte[1_000]);
                socket.getOutputStream().write(answer);
            } catch (IOException e) {
                // The client has gone, or the test is over.
            }
        }
    }
}
