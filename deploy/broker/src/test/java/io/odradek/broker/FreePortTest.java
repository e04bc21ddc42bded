package io.odradek.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreePortTest {
    private final InetAddress here = InetAddress.getLoopbackAddress();

    @Test
    void aServerListensAtItAgainAndAgain() throws IOException {
        FreePort port = new FreePort();

        for (int i = 0; i < 3; i++) {
            try (ServerSocket server = new ServerSocket(port.number(), 1, here);
                    Socket client = new Socket(here, port.number())) {
                assertThat(client.getPort()).isEqualTo(server.getLocalPort());
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is not kept")
    void nobodyWhoWantsOnlyHimselfThereGetsIt() throws IOException {
        FreePort port = new FreePort();

        try (Socket other = new Socket()) {
            other.setReuseAddress(false);
            assertThatThrownBy(() -> other.bind(new InetSocketAddress(here, port.number())))
                    .isInstanceOf(BindException.class);
        }
        assertThat(port.number()).isPositive();
    }
}
