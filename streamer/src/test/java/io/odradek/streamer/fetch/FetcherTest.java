package io.odradek.streamer.fetch;

import static io.odradek.streamer.fetch.TestReferences.MODEL;
import static io.odradek.streamer.fetch.TestReferences.reference;
import static io.odradek.streamer.fetch.TestReferences.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real HTTPS. */
class FetcherTest extends FetchCase {
    private static final Timeouts PATIENT =
            new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));

    @TempDir
    private static Path shared;

    private static TestOrigin origin;

    @BeforeAll
    static void startServer() {
        origin = new TestOrigin(shared);
    }

    @AfterAll
    static void stopServer() {
        origin.close();
    }

    @Test
    void fetchesOverHttpsThenFromTheCacheWithoutTheOrigin() throws IOException {
        origin.serve("/once/model", MODEL);
        ModelReference reference = reference(origin.uri("/once/model"));
        assertThat(fetch(PATIENT, reference)).isEqualTo(new Fetched.Stored());
        assertThat(target).hasBinaryContent(MODEL);
        int requests = origin.requests();
        Files.delete(target);

        Fetched again = fetch(PATIENT, reference);

        assertThat(again).isEqualTo(new Fetched.Stored());
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(origin.requests()).as("the second came from the cache").isEqualTo(requests);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        String path = "/redirect" + status;
        origin.serve(path + "/there", MODEL);
        origin.serve(path + "/here", exchange -> {
            exchange.getResponseHeaders().add("Location", origin.uri(path + "/there"));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        int before = origin.requests();

        assertRefused(fetch(PATIENT, reference(origin.uri(path + "/here"))), "HTTP status " + status, "redirects");

        assertThat(origin.requests() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 401, 403, 404, 410, 425, 429, 500, 503})
    void triesAgainWhateverStatusAnOriginAnswersWith(int status) {
        origin.serve("/status" + status, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });

        Fetched fetched = fetch(PATIENT, reference(origin.uri("/status" + status + "?token=secret")));

        assertThat(fetched).isInstanceOf(Fetched.Unreachable.class);
        assertThat(fetched.toString()).contains("HTTP status " + status).doesNotContain("secret");
    }

    @Test
    void stopsReadingWhatIsLargerThanTheReferenceSays() {
        origin.serve("/large", exchange -> {
            // Chunked, without end: nothing says how long it is.
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(MODEL);
                }
            }
        });

        assertRefused(fetch(PATIENT, reference(origin.uri("/large"))), "more than the " + MODEL.length + " bytes");
    }

    @Test
    void refusesAReferenceToMoreThanTheSettingAllows() {
        ModelReference reference = new ModelReference(URI.create(origin.uri("/huge")), sha256(MODEL), MAX + 1);
        int before = origin.requests();

        assertRefused(fetch(PATIENT, reference), "allowed: " + MAX, "odradek.model.max.bytes");

        assertThat(origin.requests()).isEqualTo(before);
    }

    @Test
    void refusesAnotherDigestAndKeepsNothing() {
        byte[] other = MODEL.clone();
        other[3] ^= 1;
        origin.serve("/other", other);

        assertRefused(fetch(PATIENT, reference(origin.uri("/other"))), sha256(other), sha256(MODEL));

        assertThat(cache).doesNotExist();
    }

    @Test
    void triesAgainAFileThatIsShorterThanItsReferenceSays() {
        origin.serve("/short", java.util.Arrays.copyOf(MODEL, 5));

        assertUnreachable(fetch(PATIENT, reference(origin.uri("/short"))), "is shorter than the " + MODEL.length);
    }

    @Test
    void callsACutConnectionUnreachable() {
        origin.serve("/cut", exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL, 0, 5);
            exchange.getResponseBody().flush();
            exchange.close();
        });

        assertUnreachable(fetch(PATIENT, reference(origin.uri("/cut"))), origin.uri("/cut"));
    }

    @Test
    void callsAServerThatFallsSilentUnreachable() {
        CountDownLatch end = new CountDownLatch(1);
        stall("/silent", end);
        Timeouts short1 = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5));

        assertUnreachable(fetch(short1, reference(origin.uri("/silent"))), "sends nothing for 1 s");
        end.countDown();
    }

    @Test
    void boundsTheWholeTimeOfAServerThatDrips() {
        CountDownLatch end = new CountDownLatch(1);
        origin.serve("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            for (int i = 0; end.getCount() > 0 && i < 1_000; i++) {
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                await(end, 100);
            }
        });
        ModelReference reference = new ModelReference(URI.create(origin.uri("/drip")), sha256(MODEL), MAX);
        Timeouts overall = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(2));

        assertUnreachable(fetch(overall, reference), "longer than 2 s");
        end.countDown();
    }

    @Test
    void endsAtOnceWhenItIsCancelled() {
        CountDownLatch end = new CountDownLatch(1);
        stall("/stop", end);
        AtomicBoolean cancelled = new AtomicBoolean();
        int before = origin.requests();
        CompletableFuture<Fetched> fetch = CompletableFuture.supplyAsync(
                () -> fetcher(PATIENT).fetch(reference(origin.uri("/stop")), target, cancelled::get));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> origin.requests() > before);

        cancelled.set(true);

        Awaitility.await().atMost(Duration.ofSeconds(4)).until(fetch::isDone);
        assertUnreachable(fetch.join(), "cancelled");
        assertThat(target).doesNotExist();
        end.countDown();
    }

    @Test
    void trustsNoCertificateThatJavaDoesNotTrust() {
        origin.serve("/untrusted", MODEL);
        Fetcher fetcher = new Fetcher(List.of(origin.uri("/")), cache, MAX);

        assertUnreachable(
                fetcher.fetch(reference(origin.uri("/untrusted")), target, () -> false), "certification path");
    }

    @ParameterizedTest
    @CsvSource({
        "https://good.example/models/, https://good.example.evil.com/models/m",
        "https://good.example/models/, https://good.example/modelsx/m",
        "https://good.example/models/, https://good.example/models",
        "https://good.example/models/, https://good.example:8443/models/m",
        "https://good.example:8443/models/, https://good.example/models/m",
        "https://good.example/models/, https://evil.com/good.example/models/m",
        "https://good.example/models/, https://evil.com/?https://good.example/models/m",
        "https://good.example/, file:///good.example/m",
        "file:///models/, file:///modelsx/m",
        "file:///models/, https://good.example/models/m",
    })
    void refusesWhatLiesInNoAllowedPlace(String allowed, String uri) {
        Fetcher fetcher = new Fetcher(List.of(allowed), cache, MAX);

        assertRefused(
                fetcher.fetch(reference(uri), target, () -> false), "no allowed place", "odradek.model.uri.allow");
    }

    @Test
    void refusesEverythingUnlessSomethingIsAllowed() {
        assertRefused(
                new Fetcher(List.of(), cache, MAX).fetch(reference("https://good.example/m"), target, () -> false),
                "no allowed place");
    }

    @Test
    void comparesHostsWithoutCaseAndThePortByItsMeaning() {
        AllowedPlaces places = new AllowedPlaces(List.of("https://Good.Example/m/"));

        assertThat(places.permits(reference("https://gOOD.example:443/m/x"))).isTrue();
    }

    private static void stall(String path, CountDownLatch end) {
        origin.serve(path, exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            exchange.getResponseBody().write(MODEL, 0, 5);
            exchange.getResponseBody().flush();
            await(end, 60_000);
            exchange.close();
        });
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            boolean unused = latch.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Fetched fetch(Timeouts timeouts, ModelReference reference) {
        return fetcher(timeouts).fetch(reference, target, () -> false);
    }

    private Fetcher fetcher(Timeouts timeouts) {
        return new Fetcher(List.of(origin.uri("/")), cache, MAX, timeouts, origin.ssl());
    }
}
