package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.HttpPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchCommandTest {
    private static final String ANSWER = "{\"state\":\"running\",\"paused\":\"by operator\"}";

    @TempDir
    private Path dir;

    private final AtomicInteger asked = new AtomicInteger();
    private ServerSocket port;
    private int hangUps;

    @BeforeEach
    void listen() throws IOException {
        port = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::answer);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        port.close();
    }

    @Test
    void asksAgainWhereTheStreamerHungUp() {
        hangUps = 2;

        CommandRun run = pause();

        assertThat(run.done()).startsWith("paused by operator (state: running)");
        assertThat(asked).hasValue(3);
    }

    @Test
    void saysWhatCameInPlaceOfAnAnswerAfterThreeTries() {
        hangUps = 4;

        CommandRun run = pause();

        assertThat(run.refused()).startsWith("streamer: no answer from http://127.0.0.1:" + port.getLocalPort());
        assertThat(asked).hasValue(3);
    }

    private CommandRun pause() {
        return CommandRun.of(
                "pause", "--url=http://127.0.0.1:" + port.getLocalPort(), "--token-file=" + HttpPort.tokenFile(dir));
    }

    /** Reads each request to its empty line. */
    private void answer() {
        while (!port.isClosed()) {
            try (Socket client = port.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    // Skipped.
                }
                if (asked.incrementAndGet() > hangUps) {
                    String answer = "HTTP/1.1 200 OK\r\ncontent-length: " + ANSWER.length() + "\r\n\r\n" + ANSWER;
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // The port is closed, or the command has hung up.
            }
        }
    }
}
