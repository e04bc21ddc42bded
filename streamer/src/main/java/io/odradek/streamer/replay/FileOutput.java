package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionSerializer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A file of predictions, one a line, those of a partition in order. It has its name when it is complete; until then, and
 * where it never is, {@code .partial} stands behind it. No file is overwritten.
 */
public final class FileOutput implements Output {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final Path partial;
    private final Creation creation;
    private final PredictionSerializer serializer = new PredictionSerializer();
    private @Nullable OutputStream out; // guarded by this

    /** Creates a file that is not there. */
    @FunctionalInterface
    interface Creation {
        /** Opens it. @throws FileAlreadyExistsException when it is there */
        OutputStream create(Path file) throws IOException;
    }

    /** Writes nothing yet. */
    public FileOutput(Path file) {
        this(file, partial -> Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    FileOutput(Path file, Creation creation) {
        this.file = file;
        this.creation = creation;
        this.partial = file.resolveSibling(file.getFileName() + ".partial");
    }

    @Override
    public synchronized void open(int partitions) {
        if (Files.exists(file)) {
            throw exists(file);
        }
        try {
            out = new BufferedOutputStream(creation.create(partial), BUFFER_BYTES);
        } catch (FileAlreadyExistsException e) {
            throw exists(partial);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static StreamerException exists(Path file) {
        return new StreamerException("--output: " + file + " is there already, and is not overwritten");
    }

    @Override
    public int maxRecordBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void write(ConsumerRecord<byte[], byte[]> image, Headers headers, Prediction prediction) {
        byte[] line = serializer.serialize("", prediction);
        synchronized (this) {
            try {
                opened().write(line);
                opened().write('\n');
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    @Override
    public synchronized String finish(boolean complete) {
        try {
            opened().close();
            out = null;
            if (!complete) {
                return "file " + partial;
            }
            if (Files.exists(file)) {
                throw exists(file);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return "file " + file;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public synchronized void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                // It is incomplete anyway, and called so.
            }
        }
    }

    private synchronized OutputStream opened() throws IOException {
        if (out == null) {
            throw new IOException("it is not open");
        }
        return out;
    }

    private StreamerException failed(IOException e) {
        return new StreamerException("--output: " + partial + " cannot be written: " + e, e);
    }
}
