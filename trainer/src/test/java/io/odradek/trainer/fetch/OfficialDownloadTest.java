package io.odradek.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialDownloadTest {
    @TempDir
    Path cache;

    private final List<String> reports = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void downloadsVerifiesAndReportsAllFourFiles() throws Exception {
        // Given
        Path data = RealData.directory();
        serve(exchange -> {
            byte[] file = Files.readAllBytes(
                    data.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName()));
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
        });

        // When
        Path directory = download(Duration.ofMinutes(1)).bring();

        // Then
        FashionMnist.verify(directory);
        assertThat(reports).anyMatch(line -> line.contains("train-images-idx3-ubyte.gz: 100% of"));
        assertThat(cache).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void namesAddressAndStatusOfARefusal() {
        // Given
        serve(exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });

        // When, Then
        assertThatThrownBy(() -> download(Duration.ofMinutes(1)).bring())
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("train-images-idx3-ubyte.gz: HTTP status 404");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void keepsNothingOfAFileThatIsNotTheData() {
        // Given
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(new byte[5]);
            exchange.close();
        });

        // When, Then
        assertThatThrownBy(() -> download(Duration.ofMinutes(1)).bring())
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("damaged IDX file");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void givesUpOnAServerThatFallsSilent() {
        // Given
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        // When, Then
        assertThatThrownBy(() -> download(Duration.ofMillis(300)).bring())
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("cannot download http://")
                .hasMessageContaining("not complete after PT0.3S");
        assertThat(cache).isEmptyDirectory();
    }

    private OfficialDownload download(Duration total) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new OfficialDownload(base, cache, Duration.ofSeconds(20), total, reports::add);
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", handler);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
