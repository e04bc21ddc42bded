package io.odradek.streamer.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.guarantee.Link.Weather;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network between streamer and broker can be broken and mended. */
class LinkTest {
    private ServerSocket broker;
    private Link link;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        broker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        link = new Link(broker.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), link.port());
        server = broker.accept();
        client.setSoTimeout(60_000);
        server.setSoTimeout(60_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        link.close();
        broker.close();
    }

    @Test
    void carriesBytesBothWays() throws IOException {
        client.getOutputStream().write(5);
        server.getOutputStream().write(6);

        assertThat(server.getInputStream().read()).isEqualTo(5);
        assertThat(client.getInputStream().read()).isEqualTo(6);
    }

    @Test
    void endsOneSideWithTheOther() throws IOException {
        server.close();

        assertThatThrownBy(this::answer).isInstanceOf(IOException.class);
    }

    @Test
    void breaksConnectionsAndTakesNoNewOnesWhileItIsCut() throws IOException {
        link.set(Weather.CUT);

        assertThatThrownBy(this::answer).isInstanceOf(IOException.class);
        try (Socket late = new Socket(InetAddress.getLoopbackAddress(), link.port())) {
            late.setSoTimeout(60_000);
            assertThat(isOver(late)).isTrue();
        }

        link.set(Weather.FAIR);
        try (Socket again = new Socket(InetAddress.getLoopbackAddress(), link.port());
                Socket accepted = broker.accept()) {
            again.getOutputStream().write(7);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void keepsBytesWhileItIsSilentAndLosesNone() throws IOException {
        link.set(Weather.SILENT);
        client.getOutputStream().write(8);
        server.setSoTimeout(300);

        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        link.set(Weather.FAIR);
        server.setSoTimeout(60_000);
        assertThat(server.getInputStream().read()).isEqualTo(8);
    }

    @Test
    void letsBytesThroughNoSoonerThanTheyMay() throws IOException {
        link.set(Weather.delayed(Duration.ofMillis(400)));
        long begin = System.nanoTime();
        client.getOutputStream().write(9);

        assertThat(server.getInputStream().read()).isEqualTo(9);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void letsOnlyATricklePass() throws IOException {
        link.set(Weather.trickling(10_000));
        long begin = System.nanoTime();
        client.getOutputStream().write(new byte[5_000]);

        assertThat(server.getInputStream().readNBytes(5_000)).hasSize(5_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));
    }

    private int answer() throws IOException {
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new IOException("the end");
        }
        return answer;
    }

    private static boolean isOver(Socket socket) {
        return Awaitility.await().ignoreExceptions().until(() -> isAtEnd(socket), over -> over);
    }

    private static boolean isAtEnd(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
