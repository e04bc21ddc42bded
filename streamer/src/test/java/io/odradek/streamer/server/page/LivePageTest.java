package io.odradek.streamer.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.Observation.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePageTest extends LivePageCase {
    private static final String TOKEN = "0123456789abcdef-secret";

    @TempDir
    private Path dir;

    @Test
    void servesThePageUnderAStrictPolicy() throws Exception {
        open();

        HttpResponse<byte[]> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(text(page)).startsWith("<!doctype html>");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(page.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void servesEachFileOfThePageByItsName() throws Exception {
        open();

        for (String path : PageFiles.byPath("page").keySet()) {
            HttpResponse<byte[]> file = get(path);
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.body()).as(path).isNotEmpty();
        }
    }

    @Test
    void sendsAFileOnlyWhenItIsAnotherThanTheBrowserHas() throws Exception {
        open();
        String tag = header(get("/"), "ETag");

        HttpResponse<byte[]> again = get("/", "If-None-Match", "\"other\", W/" + tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void compressesForWhoCanReadIt() throws Exception {
        open();
        byte[] large = utf8("{\"seq\":1,\"x\":\"" + "abc".repeat(100_000) + "\"}");
        feed = after -> large;

        HttpResponse<byte[]> feed = get("/page/feed", "Accept-Encoding", "br, gzip;q=0.8");

        assertThat(header(feed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(feed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(feed.body()).hasSizeLessThan(10_000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(feed.body())).readAllBytes())
                .isEqualTo(large);
        assertThat(get("/page/feed").body()).isEqualTo(large);
        assertThat(get("/page/feed", "Accept-Encoding", "gzip;q=0").body()).isEqualTo(large);
    }

    @Test
    void answersHeadAsGetButWithoutABody() throws Exception {
        open();
        for (String path : new String[] {"/", "/page/feed"}) {
            HttpResponse<byte[]> head = send("HEAD", path);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(header(head, "Content-Length"))
                    .isEqualTo(String.valueOf(get(path).body().length));
        }
    }

    @Test
    void givesTheFeedFromWhereThePageIs() throws Exception {
        open();

        HttpResponse<byte[]> feed = get("/page/feed?after=1764338000123");

        assertThat(feed.statusCode()).isEqualTo(200);
        assertThat(text(feed)).isEqualTo("{\"seq\":1764338000123}");
        assertThat(header(feed, "Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(header(feed, "Cache-Control")).isEqualTo("no-store");
        assertThat(text(get("/page/feed"))).isEqualTo("{\"seq\":0}");
        assertThat(text(get("/page/feed?x=1&after=5&y"))).isEqualTo("{\"seq\":5}");
        assertThat(text(get("/page/feed?" + "a=b&".repeat(2_000)))).isEqualTo("{\"seq\":0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=", "after=-1", "after=x", "after=1.5", "after=9999999999999999999", "after=%31"})
    void saysWhatAfterMustBe(String query) throws Exception {
        open();

        HttpResponse<byte[]> response = get("/page/feed?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("/page/feed?after=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page",
                "/page/../index.html",
                "/page/..%2f..%2findex.html",
                "/page/%2e%2e/%2e%2e/etc/passwd",
                "/page//index.html",
                "/page/index.html",
                "/page/page.css%00.js",
                "/page/feed/",
                "/page/feed/x",
                "/index.html",
                "/../../../../etc/passwd",
                "//etc/passwd",
                "/page/LivePage.class",
                "/%5c..%5cetc",
            })
    void servesNoOtherPath(String path) throws Exception {
        open();

        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
    void canOnlyBeRead(String method) throws Exception {
        open();
        for (String path : new String[] {"/", "/page/feed"}) {
            HttpResponse<byte[]> response = send(method, path, "Origin", "http://evil.example");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
            assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void isNotThereWhenItIsSwitchedOff() throws Exception {
        start(Page.OFF, Optional.empty());

        for (String path : new String[] {"/", "/page/feed"}) {
            HttpResponse<byte[]> response = get(path);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(text(response)).contains("odradek.page").endsWith("\n");
        }
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void wantsTheTokenForTheFeedAlone() throws Exception {
        start(Page.AUTO, Optional.of(AccessToken.read(Files.writeString(dir.resolve("token"), TOKEN), "test")));

        assertThat(get("/").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> without = get("/page/feed?after=0&token=" + TOKEN);
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(header(without, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(get("/page/feed", "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
    }

    @Test
    void keepsOtherSitesAndNamesOut() throws Exception {
        open();

        assertThat(get("/page/feed", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(get("/page/feed", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        for (String path : new String[] {"/", "/page/feed"}) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 421 ");
        }
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .as("probes ask for any name")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void outlivesAFeedThatFails() throws Exception {
        open();
        feed = after -> {
            throw new IllegalStateException("planted");
        };
        assertThat(catchThrowable(() -> get("/page/feed"))).isInstanceOf(IOException.class);

        feed = after -> utf8("{}");
        assertThat(get("/page/feed").statusCode()).isEqualTo(200);
    }

    private void open() {
        start(Page.AUTO, Optional.empty());
    }

    /** The answer to a request that Java's client would not send. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
