package io.odradek.streamer.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Observation.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many pages, and clients that do not read: health is there all the same. */
class CrowdTest extends LivePageCase {
    private final List<Socket> stalled = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : stalled) {
            socket.close();
        }
    }

    @Test
    void servesTwoHundredPages() {
        start(Page.AUTO, Optional.empty());

        List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> client.sendAsync(
                        HttpRequest.newBuilder(uri("/page/feed?after=" + i)).build(),
                        HttpResponse.BodyHandlers.ofByteArray()))
                .toList();

        for (int i = 0; i < 200; i++) {
            HttpResponse<byte[]> answer = answers.get(i).join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(text(answer)).isEqualTo("{\"seq\":" + i + "}");
        }
    }

    @Test
    void isAliveWhileTheFeedHasNoThreadLeft() throws Exception {
        start(Page.AUTO, Optional.empty());
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger inFeed = new AtomicInteger();
        feed = after -> {
            inFeed.incrementAndGet();
            await(held);
            return utf8("{}");
        };
        List<CompletableFuture<HttpResponse<byte[]>>> pages = IntStream.range(0, 100)
                .mapToObj(i -> client.sendAsync(
                        HttpRequest.newBuilder(uri("/page/feed")).build(), HttpResponse.BodyHandlers.ofByteArray()))
                .toList();
        Awaitility.await().until(() -> inFeed.get() == 8);

        for (int i = 0; i < 50; i++) {
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/metrics").statusCode()).isEqualTo(200);
        }
        assertThat(get("/page/feed", "Sec-Fetch-Site", "cross-site").statusCode())
                .as("who may not see it takes no turn")
                .isEqualTo(403);
        assertThat(inFeed).as("the page's own threads, and no others").hasValue(8);

        Awaitility.await().pollDelay(Duration.ofMillis(2_100)).until(() -> true);
        held.countDown();
        long answered = pages.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() == 200)
                .count();
        assertThat(answered).isEqualTo(8);
        assertThat(pages)
                .filteredOn(page -> page.join().statusCode() != 200)
                .hasSize(92)
                .allSatisfy(page -> {
                    assertThat(page.join().statusCode()).isEqualTo(503);
                    assertThat(header(page.join(), "Retry-After")).isEqualTo("1");
                    assertThat(text(page.join())).contains("try again");
                });
    }

    @Test
    void hangsUpOnClientsThatStopReading() throws Exception {
        start(Page.AUTO, Optional.empty());
        byte[] large = new byte[32 << 20];
        feed = after -> after == 1 ? large : utf8("{}");
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()));
            socket.getOutputStream()
                    .write("GET /page/feed?after=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            stalled.add(socket);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> get("/page/feed?after=2").statusCode() == 200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
