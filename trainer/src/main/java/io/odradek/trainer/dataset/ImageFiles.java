package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FileKind;
import io.odradek.trainer.data.ImageDecoder;
import io.odradek.trainer.data.ImageDecoder.Decoded;
import io.odradek.trainer.data.ImageDecoder.Header;
import io.odradek.trainer.data.ImageDecoder.Outcome;
import io.odradek.trainer.data.ImageDecoder.Undecodable;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.dataset.ClassFolders.LabelledFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Reads image files, several at once as far as memory allows. A thread that is interrupted stops within some files.
 *
 * @param files in the order of the result
 * @param skipBad whether files that cannot be decoded are left out, in place of a failure
 * @param listener hears of each stretch of files that is done
 * @param memory for files while they are decoded
 */
record ImageFiles(List<LabelledFile> files, boolean skipBad, ReadListener listener, DecodingMemory memory) {
    private static final int STRETCH = 64;
    private static final long MAX_FILE_BYTES = 1L << 28;

    /** Files of at most so many bytes are read in one go; of larger ones so much tells how much memory they need. */
    private static final int HEAD_BYTES = 1 << 17;

    /** Of a file: as it is, and without what is not to be decoded, in a buffer and out of it. */
    private static final int COPIES = 3;

    /** An array has no more. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 16;

    /**
     * What was read.
     *
     * @param images in the files' order
     * @param skipped a line for each file that is left out
     */
    record Loaded(LabelledImages images, List<String> skipped) {}

    /**
     * Decodes all files.
     *
     * @throws TrainerException when one cannot be decoded and is not to be left out, or one or all are too large for
     *     the memory
     */
    Loaded load(InputSpec input) throws InterruptedException {
        long bytes = (long) files.size() * input.bytes();
        if (bytes > MAX_BYTES) {
            throw new TrainerException(files.size() + " images of " + input.bytes() + " bytes take " + bytes
                    + " bytes, at most " + MAX_BYTES + " are possible; give a smaller --image-size");
        }
        byte[] pixels = new byte[(int) bytes];
        FileKind[] kinds = new FileKind[files.size()];
        String[] faults = new String[files.size()];
        ImageDecoder decoder = new ImageDecoder(input);
        overAll(
                "images",
                i -> {
                    Outcome outcome = outcome(i, decoder::decode, decoder::heapNeeded);
                    if (outcome instanceof Decoded decoded) {
                        System.arraycopy(decoded.pixels(), 0, pixels, i * input.bytes(), input.bytes());
                        kinds[i] = decoded.file();
                    } else {
                        faults[i] = ((Undecodable) outcome).reason();
                    }
                },
                faults);
        return collect(input, pixels, kinds, faults);
    }

    /**
     * Looks at the beginning of all files.
     *
     * @return in the files' order, without those that cannot be read
     */
    List<Header> headers() throws InterruptedException {
        Header[] headers = new Header[files.size()];
        String[] faults = new String[files.size()];
        overAll(
                "sizes",
                i -> {
                    Outcome outcome = outcome(i, ImageDecoder::header, head -> 0);
                    if (outcome instanceof Header header) {
                        headers[i] = header;
                    } else {
                        faults[i] = ((Undecodable) outcome).reason();
                    }
                },
                faults);
        return Arrays.asList(headers);
    }

    private void overAll(String what, IntConsumer each, String[] faults) throws InterruptedException {
        for (int from = 0; from < files.size(); from += STRETCH) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            int to = Math.min(from + STRETCH, files.size());
            IntStream.range(from, to).parallel().forEach(each);
            for (int i = from; i < to && !skipBad; i++) {
                if (faults[i] != null) {
                    throw new TrainerException("cannot read image " + line(i, faults)
                            + "; mend or remove it, or leave out such files with --skip-bad");
                }
            }
            listener.onRead(what, to, files.size());
        }
    }

    private String line(int i, String[] faults) {
        return files.get(i).path() + ": " + faults[i];
    }

    private Outcome outcome(int i, Decoding decoding, ToLongFunction<byte[]> heapNeeded) {
        Path path = files.get(i).path();
        try {
            long size = Files.size(path);
            if (size > MAX_FILE_BYTES) {
                return new Undecodable("it has " + size + " bytes, at most " + MAX_FILE_BYTES + " are read");
            }
            byte[] head = size <= HEAD_BYTES ? Files.readAllBytes(path) : head(path);
            long needed = COPIES * size + heapNeeded.applyAsLong(head);
            return memory.decode(
                    path, needed, () -> decoding.apply(size <= HEAD_BYTES ? head : Files.readAllBytes(path)));
        } catch (IOException e) {
            return new Undecodable(TrainerException.reasonOf(e));
        }
    }

    private static byte[] head(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HEAD_BYTES);
        }
    }

    /** Closes the gaps. */
    private Loaded collect(InputSpec input, byte[] pixels, FileKind[] kinds, String[] faults) {
        List<Path> paths = new ArrayList<>();
        List<FileKind> keptKinds = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        byte[] labels = new byte[files.size()];
        for (int i = 0; i < faults.length; i++) {
            if (faults[i] != null) {
                skipped.add(line(i, faults));
                continue;
            }
            int at = paths.size();
            labels[at] = (byte) files.get(i).label();
            System.arraycopy(pixels, i * input.bytes(), pixels, at * input.bytes(), input.bytes());
            paths.add(files.get(i).path());
            keptKinds.add(kinds[i]);
        }
        byte[] kept = skipped.isEmpty() ? pixels : Arrays.copyOf(pixels, paths.size() * input.bytes());
        return new Loaded(
                new LabelledImages(input, kept, Arrays.copyOf(labels, paths.size()), paths, keptKinds), skipped);
    }

    private interface Decoding {
        Outcome apply(byte[] encoded);
    }
}
