package io.odradek.trainer.fetch;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's package {@code dataset-fashion-mnist}: installed by root, else downloaded and unpacked for this user.
 *
 * @param commands runs apt-get and dpkg-deb
 * @param cache where it is unpacked to without root
 * @param system where the package installs its files; absolute
 * @param root whether this user may install packages
 */
record DebianPackage(CommandRunner commands, Path cache, Path system, boolean root) implements DataLocator.Way {
    private static final String NAME = "dataset-fashion-mnist";

    @Override
    public String description() {
        return root ? "installing Debian's package " + NAME : "unpacking Debian's package " + NAME + " to " + cache;
    }

    @Override
    public Path bring() throws InterruptedException {
        if (!commands.exists("apt-get") || !commands.exists("dpkg-deb")) {
            throw new TrainerException("no Debian package: there is no apt-get here");
        }
        return root ? install() : unpack();
    }

    private Path install() throws InterruptedException {
        List<String> install = List.of("apt-get", "install", "-y", "--reinstall", "--no-install-recommends", NAME);
        Path anywhere = Path.of("/");
        try {
            commands.run(anywhere, install);
        } catch (TrainerException e) {
            // A fresh machine or container image has no package lists yet.
            commands.run(anywhere, List.of("apt-get", "update"));
            commands.run(anywhere, install);
        }
        return system;
    }

    private Path unpack() throws InterruptedException {
        try {
            Files.createDirectories(cache);
            Path work = Files.createTempDirectory(cache, ".unpack-");
            try {
                commands.run(work, List.of("apt-get", "download", NAME));
                commands.run(work, List.of("dpkg-deb", "-x", downloaded(work), work.toString()));
                Path unpacked = work.resolve(Path.of("/").relativize(system));
                for (FashionMnist.Member member : FashionMnist.Member.values()) {
                    Path file = unpacked.resolve(member.gzipName());
                    member.verify(file);
                    Files.move(file, cache.resolve(member.gzipName()), StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                deleteRecursively(work);
            }
        } catch (IOException e) {
            throw new TrainerException(
                    "cannot unpack " + NAME + " to " + cache + ": " + TrainerException.reasonOf(e), e);
        }
        return cache;
    }

    private static String downloaded(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("apt-get download left no .deb file"));
        }
    }

    private static void deleteRecursively(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
