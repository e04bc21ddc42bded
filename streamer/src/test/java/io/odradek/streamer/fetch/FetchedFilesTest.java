package io.odradek.streamer.fetch;

import static io.odradek.streamer.fetch.TestReferences.MODEL;
import static io.odradek.streamer.fetch.TestReferences.reference;
import static io.odradek.streamer.fetch.TestReferences.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins that are files, and the cache. */
class FetchedFilesTest extends FetchCase {

    private Path origins;
    private Path origin;
    private Path cached;

    @BeforeEach
    void writeAnOrigin() throws IOException {
        origins = Files.createDirectory(dir.resolve("origins"));
        origin = Files.write(origins.resolve("m.onnx"), MODEL);
        cached = cache.resolve(sha256(MODEL) + ".onnx");
    }

    @Test
    void discardsATamperedFileOfTheCacheAndFetchesAgain() throws IOException {
        fetch();
        byte[] evil = MODEL.clone();
        evil[0] ^= 1;
        Files.write(cached, evil);

        Fetched again = fetch();

        assertThat(again).isEqualTo(new Fetched.Stored());
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(cached).hasBinaryContent(MODEL);
    }

    @Test
    void neverServesATamperedFileOfTheCacheWhenTheOriginIsAway() throws IOException {
        fetch();
        Files.delete(origin);
        Files.delete(target);
        Files.writeString(cached, "evil");

        assertUnreachable(fetch(), "no such file");

        assertThat(cached).doesNotExist();
    }

    @Test
    void keepsAGoodFileWhoseReferenceSaysTooFewOrTooManyBytes() {
        fetch();

        Fetched few = fetch(new ModelReference(origin.toUri(), sha256(MODEL), MODEL.length - 1));
        assertThat(few).isInstanceOf(Fetched.Refused.class);
        assertThat(cached).hasBinaryContent(MODEL);

        Fetched many = fetch(new ModelReference(origin.toUri(), sha256(MODEL), MODEL.length + 1));
        assertThat(many).isEqualTo(new Fetched.Stored());
        assertThat(cached).hasBinaryContent(MODEL);
    }

    @Test
    void keepsTheEightFilesThatWereUsedLast() throws IOException {
        for (int i = 0; i < 10; i++) {
            Path file = Files.writeString(origins.resolve(i + ".onnx"), "model " + i);
            ModelReference reference = reference(file.toUri().toString(), Files.readAllBytes(file));
            assertThat(fetch(reference)).isEqualTo(new Fetched.Stored());
            Files.setLastModifiedTime(
                    cache.resolve(reference.sha256() + ".onnx"), FileTime.fromMillis(1_000_000L * (i + 1)));
        }

        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.map(FetchedFilesTest::content))
                    .containsExactlyInAnyOrder(
                            "model 2", "model 3", "model 4", "model 5", "model 6", "model 7", "model 8", "model 9");
        }
    }

    @Test
    void keepsItsCacheToItself() throws IOException {
        assertThat(fetch()).isEqualTo(new Fetched.Stored());

        assertThat(permissions(cache)).isEqualTo("rwx------");
        assertThat(permissions(cached)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
    void usesNoCacheThatOthersMayWriteTo(String permissions) throws IOException {
        Files.createDirectory(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString(permissions));

        assertUnreachable(fetch(), cache.toString(), "odradek.model.cache.dir", permissions);

        assertThat(cache).isEmptyDirectory();
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(fetch()).isEqualTo(new Fetched.Stored());
    }

    @Test
    void usesNoCacheThatIsALink() throws IOException {
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        Files.createSymbolicLink(cache, elsewhere);

        assertUnreachable(fetch(), "odradek.model.cache.dir", "not a link");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void triesAgainAFileThatIsStillBeingCopied() throws IOException {
        Files.write(origin, Arrays.copyOf(MODEL, 7));

        assertUnreachable(fetch(), "shorter than the " + MODEL.length + " bytes", "still being written");

        Files.write(origin, MODEL);
        assertThat(fetch()).isEqualTo(new Fetched.Stored());
    }

    @Test
    void refusesOtherBytesOfTheSameLengthAndMoreBytes() throws IOException {
        byte[] other = MODEL.clone();
        other[3] ^= 1;
        Files.write(origin, other);
        assertThat(fetch()).isInstanceOf(Fetched.Refused.class);

        Files.write(origin, Arrays.copyOf(MODEL, MODEL.length + 1));
        assertThat(fetch()).isInstanceOf(Fetched.Refused.class);

        assertThat(target).doesNotExist();
    }

    @Test
    void copiesAnAllowedFileButNotThroughALinkThatLeadsOut() throws IOException {
        Path outside = Files.write(dir.resolve("outside.onnx"), MODEL);
        Path escape = Files.createSymbolicLink(origins.resolve("escape.onnx"), outside);
        Path harmless = Files.createSymbolicLink(origins.resolve("harmless.onnx"), origin);

        assertRefused(fetch(reference("file://" + escape)), "leads out of the allowed directory");
        assertRefused(fetch(reference("file://" + origins)), "no allowed place");
        assertUnreachable(fetch(reference("file://" + origins + "/none")), "no such file");
        assertThat(fetch(reference("file://" + harmless))).isEqualTo(new Fetched.Stored());
        assertThat(target).hasBinaryContent(MODEL);
    }

    private Fetched fetch() {
        return fetch(reference(origin.toUri().toString()));
    }

    private Fetched fetch(ModelReference reference) {
        return new Fetcher(List.of(origins.toUri().toString()), cache, MAX).fetch(reference, target, () -> false);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
