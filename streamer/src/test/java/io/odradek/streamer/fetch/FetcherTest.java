package io.odradek.streamer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real HTTPS, real files. */
class FetcherTest {
    private static final Timeouts PATIENT =
            new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final byte[] MODEL = "the bytes of a model".getBytes(StandardCharsets.UTF_8);
    private static final long MAX = 1_000;

    @TempDir
    private static Path shared;

    private static TestOrigin origin;

    @TempDir
    private Path dir;

    private Path target;
    private Path cache;

    @BeforeAll
    static void startServer() {
        origin = new TestOrigin(shared);
    }

    @AfterAll
    static void stopServer() {
        origin.close();
    }

    @BeforeEach
    void namePlaces() {
        target = dir.resolve("target.onnx");
        cache = dir.resolve("cache");
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

    @Test
    void discardsATamperedFileOfTheCacheAndFetchesAgain() throws IOException {
        origin.serve("/tampered/model", MODEL);
        ModelReference reference = reference(origin.uri("/tampered/model"));
        fetch(PATIENT, reference);
        Path cached = cache.resolve(reference.sha256() + ".onnx");
        byte[] evil = MODEL.clone();
        evil[0] ^= 1;
        Files.write(cached, evil);

        Fetched again = fetch(PATIENT, reference);

        assertThat(again).isEqualTo(new Fetched.Stored());
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(cached).hasBinaryContent(MODEL);
    }

    @Test
    void neverServesATamperedFileOfTheCacheWhenTheOriginIsAway() throws IOException {
        ModelReference reference = reference("https://localhost:1/model");
        Files.createDirectories(cache);
        Path cached = Files.writeString(cache.resolve(reference.sha256() + ".onnx"), "evil");

        Fetched fetched = new Fetcher(List.of("https://localhost:1/"), cache, MAX).fetch(reference, target);

        assertThat(fetched).isInstanceOf(Fetched.Unreachable.class);
        assertThat(target).doesNotExist();
        assertThat(cached).doesNotExist();
    }

    @Test
    void keepsTheEightFilesThatWereUsedLast() throws IOException {
        Path origins = Files.createDirectory(dir.resolve("origins"));
        Fetcher fetcher = new Fetcher(List.of(origins.toUri().toString()), cache, MAX);
        for (int i = 0; i < 10; i++) {
            Path file = Files.writeString(origins.resolve(i + ".onnx"), "model " + i);
            ModelReference reference = reference(file.toUri().toString(), Files.readAllBytes(file));
            assertThat(fetcher.fetch(reference, target)).isEqualTo(new Fetched.Stored());
            Files.setLastModifiedTime(
                    cache.resolve(reference.sha256() + ".onnx"), FileTime.fromMillis(1_000_000L * (i + 1)));
        }

        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.map(FetcherTest::content))
                    .containsExactlyInAnyOrder(
                            "model 2", "model 3", "model 4", "model 5", "model 6", "model 7", "model 8", "model 9");
        }
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
    @CsvSource({"404, false", "403, false", "204, false", "500, true", "503, true", "429, true"})
    void triesAgainOnlyWhatMayPass(int status, boolean again) {
        origin.serve("/status" + status, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });

        Fetched fetched = fetch(PATIENT, reference(origin.uri("/status" + status + "?token=secret")));

        assertThat(fetched instanceof Fetched.Unreachable).isEqualTo(again);
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
    void endsAtOnceWhenItIsClosed() {
        CountDownLatch end = new CountDownLatch(1);
        stall("/stop", end);
        Fetcher fetcher = fetcher(PATIENT);
        int before = origin.requests();
        CompletableFuture<Fetched> fetch =
                CompletableFuture.supplyAsync(() -> fetcher.fetch(reference(origin.uri("/stop")), target));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> origin.requests() > before);

        fetcher.close();

        Awaitility.await().atMost(Duration.ofSeconds(4)).until(fetch::isDone);
        assertUnreachable(fetch.join(), "stops");
        assertThat(target).doesNotExist();
        end.countDown();
    }

    @Test
    void trustsNoCertificateThatJavaDoesNotTrust() {
        origin.serve("/untrusted", MODEL);
        Fetcher fetcher = new Fetcher(List.of(origin.uri("/")), cache, MAX);

        assertUnreachable(fetcher.fetch(reference(origin.uri("/untrusted")), target), "certification path");
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

        assertRefused(fetcher.fetch(reference(uri), target), "no allowed place", "odradek.model.uri.allow");
    }

    @Test
    void refusesEverythingUnlessSomethingIsAllowed() {
        assertRefused(
                new Fetcher(List.of(), cache, MAX).fetch(reference("https://good.example/m"), target),
                "no allowed place");
    }

    @Test
    void comparesHostsWithoutCaseAndThePortByItsMeaning() {
        AllowedPlaces places = new AllowedPlaces(List.of("https://Good.Example/m/"));

        assertThat(places.permits(reference("https://gOOD.example:443/m/x"))).isTrue();
    }

    @Test
    void copiesAnAllowedFileButNotThroughALinkThatLeadsOut() throws IOException {
        Path allowed = Files.createDirectory(dir.resolve("allowed"));
        Path outside = Files.write(dir.resolve("outside.onnx"), MODEL);
        Path inside = Files.write(allowed.resolve("inside.onnx"), MODEL);
        Path escape = Files.createSymbolicLink(allowed.resolve("escape.onnx"), outside);
        Path harmless = Files.createSymbolicLink(allowed.resolve("harmless.onnx"), inside);
        Fetcher fetcher = new Fetcher(List.of(allowed.toUri().toString()), cache, MAX);

        assertRefused(fetcher.fetch(reference("file://" + escape), target), "leads out of the allowed directory");
        assertRefused(fetcher.fetch(reference("file://" + allowed), target), "no allowed place");
        assertUnreachable(fetcher.fetch(reference("file://" + allowed + "/none"), target), "no such file");
        assertThat(fetcher.fetch(reference("file://" + harmless), target)).isEqualTo(new Fetched.Stored());
        assertThat(target).hasBinaryContent(MODEL);
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
        return fetcher(timeouts).fetch(reference, target);
    }

    private Fetcher fetcher(Timeouts timeouts) {
        return new Fetcher(List.of(origin.uri("/")), cache, MAX, timeouts, origin.ssl());
    }

    private void assertRefused(Fetched fetched, String... parts) {
        assertThat(fetched).isInstanceOf(Fetched.Refused.class);
        assertThat(((Fetched.Refused) fetched).why()).contains(parts);
        assertThat(target).doesNotExist();
    }

    private void assertUnreachable(Fetched fetched, String... parts) {
        assertThat(fetched).isInstanceOf(Fetched.Unreachable.class);
        assertThat(((Fetched.Unreachable) fetched).why()).contains(parts);
        assertThat(target).doesNotExist();
    }

    private static ModelReference reference(String uri) {
        return reference(uri, MODEL);
    }

    private static ModelReference reference(String uri, byte[] content) {
        return new ModelReference(URI.create(uri), sha256(content), content.length);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
