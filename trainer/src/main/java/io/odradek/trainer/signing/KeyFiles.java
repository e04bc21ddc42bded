package io.odradek.trainer.signing;

import io.odradek.trainer.TrainerException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where a key's two files are. Immutable.
 *
 * @param privateKey PKCS#8 in PEM, readable by its owner alone
 * @param publicKey SubjectPublicKeyInfo in PEM, for the streamers
 */
public record KeyFiles(Path privateKey, Path publicKey) {
    private static final String NAME = "signing";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    /** In a directory that exists: {@code signing.private.pem} there; else {@code PREFIX.private.pem}. */
    public static KeyFiles at(Path directoryOrPrefix) {
        Path prefix = Files.isDirectory(directoryOrPrefix) ? directoryOrPrefix.resolve(NAME) : directoryOrPrefix;
        String name = String.valueOf(prefix.getFileName());
        return new KeyFiles(prefix.resolveSibling(name + ".private.pem"), prefix.resolveSibling(name + ".public.pem"));
    }

    /**
     * Writes both files, or none.
     *
     * @throws TrainerException when one of them exists, or cannot be written
     */
    public void write(SigningKey key) {
        for (Path file : new Path[] {privateKey, publicKey}) {
            if (Files.exists(file)) {
                throw new TrainerException(file + " exists, and a key is never overwritten; choose another --out");
            }
        }
        create(privateKey, key.privatePem(), OWNER);
        try {
            create(publicKey, key.publicPem(), PosixFilePermissions.fromString("rw-r--r--"));
        } catch (TrainerException e) {
            delete(privateKey);
            throw e;
        }
    }

    /** Whether somebody else than its owner may read a file, as far as this system can tell. */
    public static boolean isOpenToOthers(Path file) {
        try {
            return isPosix() && !OWNER.containsAll(withoutExecution(Files.getPosixFilePermissions(file)));
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<PosixFilePermission> withoutExecution(Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> kept = new java.util.HashSet<>(permissions);
        kept.remove(PosixFilePermission.OWNER_EXECUTE);
        return kept;
    }

    /** Creates a file with all of a text, or none. */
    static void create(Path file, String text, Set<PosixFilePermission> permissions) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            FileAttribute<?>[] attributes = isPosix()
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                    : new FileAttribute<?>[0];
            // With its permissions from the first instant, and only where no file is.
            Files.createFile(file, attributes);
            fill(file, text);
        } catch (IOException e) {
            throw new TrainerException(
                    "cannot write " + file + ": " + TrainerException.reasonOf(e) + "; choose another --out", e);
        }
    }

    private static void fill(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } catch (IOException e) {
            delete(file);
            throw e;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new TrainerException("cannot delete " + file + ": " + TrainerException.reasonOf(e), e);
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
