package io.odradek.trainer.data;

import io.odradek.trainer.TrainerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST (Zalando, MIT licence): 60,000 training and 10,000 test images of clothes, grey, 28x28, ten classes.
 *
 * <p>Each file is verified by the SHA-256 of its decompressed content, because distributions compress it anew.
 */
public final class FashionMnist {
    /** Class names in label order. */
    public static final List<String> LABELS = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /** Size of every image: {@code [1, 28, 28]}. */
    public static final InputSpec INPUT = InputSpec.grey(28, 28);

    private FashionMnist() {}

    /** The two parts of the data set. */
    public enum Split {
        /** 60,000 images to learn from. */
        TRAIN(
                Member.TRAIN_IMAGES,
                Member.TRAIN_LABELS,
                "d9ef4273af5c2e360155dad0c06bd939447bf37a6620db007d69fc79e4732045"),
        /** 10,000 held-out images. */
        TEST(
                Member.TEST_IMAGES,
                Member.TEST_LABELS,
                "30214f3fe91405cb8ea60b11ecf0914a65dd6a6ca8e13c13a62eb434f2d9fe56");

        private final Member images;
        private final Member labels;
        private final String sha256;

        Split(Member images, Member labels, String sha256) {
            this.images = images;
            this.labels = labels;
            this.sha256 = sha256;
        }

        /** SHA-256 of both decompressed files, images, then labels. */
        public String sha256() {
            return sha256;
        }
    }

    /** One of the four files. */
    public enum Member {
        /** Training images. */
        TRAIN_IMAGES("train-images-idx3-ubyte", 3, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        /** Training labels. */
        TRAIN_LABELS("train-labels-idx1-ubyte", 1, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        /** Test images. */
        TEST_IMAGES("t10k-images-idx3-ubyte", 3, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        /** Test labels. */
        TEST_LABELS("t10k-labels-idx1-ubyte", 1, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

        private final String baseName;
        private final int rank;
        private final String sha256;

        Member(String baseName, int rank, String sha256) {
            this.baseName = baseName;
            this.rank = rank;
            this.sha256 = sha256;
        }

        /** Name of the compressed file, as published. */
        public String gzipName() {
            return baseName + ".gz";
        }

        /**
         * Reads and verifies this file in {@code directory}, compressed or not.
         *
         * @throws TrainerException when it is missing, damaged or something else
         */
        public IdxFile read(Path directory) {
            return verify(find(directory));
        }

        private Path find(Path directory) {
            Path plain = directory.resolve(baseName);
            Path gzip = directory.resolve(gzipName());
            if (!Files.exists(gzip) && !Files.exists(plain)) {
                throw new TrainerException("no " + gzipName() + " in " + directory
                        + "; run 'trainer data --fetch' and give the directory that it prints");
            }
            return Files.exists(gzip) ? gzip : plain;
        }

        /** Reads {@code file} and verifies that it is this member of the data set. */
        public IdxFile verify(Path file) {
            IdxFile idx = IdxFile.read(file, rank);
            if (!idx.sha256().equals(sha256)) {
                throw new TrainerException(file + " is not Fashion-MNIST: its content has SHA-256 " + idx.sha256()
                        + ", expected " + sha256 + "; fetch it again with 'trainer data --fetch', or write the class"
                        + " names of other data to labels.txt beside it");
            }
            return idx;
        }
    }

    /**
     * Reads and verifies one part of the data set.
     *
     * @throws TrainerException when a file is missing, damaged or something else
     */
    public static LabelledImages read(Path directory, Split split) {
        IdxFile images = split.images.read(directory);
        IdxFile labels = split.labels.read(directory);
        return new LabelledImages(INPUT, images.values(), labels.values());
    }

    /**
     * Looks whether all four files are there, and not what they hold.
     *
     * @throws TrainerException when one is missing
     */
    public static void requirePresent(Path directory) {
        for (Member member : Member.values()) {
            member.find(directory);
        }
    }

    /** Verifies all four files; throws as {@link #read} does. */
    public static void verify(Path directory) {
        for (Member member : Member.values()) {
            member.read(directory);
        }
    }
}
