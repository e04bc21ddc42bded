package io.odradek.trainer.training;

import com.google.gson.Gson;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.file.StagedFile;
import io.odradek.trainer.model.Net;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A training that can be gone on with: one file of a line of JSON, this record, and the net's weights in DJL's format and the optimizer's state.
 * It is replaced as a whole, so weights and position always belong together.
 *
 * @param schema of this record, {@value #SCHEMA}
 * @param plan what was begun
 * @param data digest of the data set that it was begun with
 * @param position how far it has come
 * @param spent until then
 */
public record Checkpoint(int schema, Plan plan, String data, Position position, Spent spent) {
    /** Its name in a model's directory. */
    public static final String FILE_NAME = "checkpoint";

    private static final int SCHEMA = 2;
    private static final Gson GSON = new Gson();

    /** Refuses other schemas, and records with gaps. */
    public Checkpoint {
        if (schema != SCHEMA || plan == null || data == null || position == null || spent == null) {
            throw new IllegalArgumentException("it is of another version of this program");
        }
    }

    /** A checkpoint of now. */
    public static Checkpoint of(Plan plan, String data, Position position, Spent spent) {
        return new Checkpoint(SCHEMA, plan, data, position, spent);
    }

    /**
     * Writes it with the weights of {@code net} and the state of {@code sgd}. A thread that is interrupted meanwhile finishes and stays interrupted.
     *
     * @throws TrainerException when it cannot be written; an older one is still there
     */
    public void write(Net net, Sgd sgd, Path file) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!written(net, sgd, file)) {
                interrupted = true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False where an interrupt came between: it is the thread's no longer. */
    private boolean written(Net net, Sgd sgd, Path file) {
        try (StagedFile staged = StagedFile.create(file)) {
            staged.write(out -> {
                out.write((GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8));
                net.save(out);
                DataOutputStream state = new DataOutputStream(out);
                sgd.save(net, state);
                state.flush();
            });
            staged.commit();
            return true;
        } catch (TrainerException e) {
            if (e.getCause() instanceof ClosedByInterruptException && Thread.interrupted()) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Reads all but the weights.
     *
     * @throws TrainerException when the file is missing, damaged or of another version
     */
    public static Checkpoint read(Path file) {
        try (InputStream in = open(file)) {
            @Nullable Checkpoint checkpoint = GSON.fromJson(line(in), Checkpoint.class);
            return Objects.requireNonNull(checkpoint, "it is empty");
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Gives {@code net} and {@code sgd}, which has made no step, the weights and the state in {@code file}.
     *
     * @throws TrainerException when they are damaged or of another net
     */
    public static void restore(Net net, Sgd sgd, Path file) {
        try (InputStream in = open(file)) {
            line(in);
            net.load(in);
            sgd.load(net, new DataInputStream(in));
            if (in.read() >= 0) {
                throw new IOException("it goes on behind its end");
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("it ends too early");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static TrainerException unreadable(Path file, Exception e) {
        // What a record refuses, Gson wraps in its own words.
        Throwable reason = e.getCause() instanceof IllegalArgumentException refusal ? refusal : e;
        return new TrainerException(
                "cannot resume from " + file + ": " + TrainerException.reasonOf(reason)
                        + "; to begin anew, give --overwrite in place of --resume",
                e);
    }
}
