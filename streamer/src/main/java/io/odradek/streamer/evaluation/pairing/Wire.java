package io.odradek.streamer.evaluation.pairing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * How arrivals, cases and judgements are written in the application's own topics, which nobody else reads: a byte for the
 * format, then the fields one after the other. Stateless.
 */
public final class Wire {
    private static final byte FORMAT = 2;
    private static final byte GUESS = 0;
    private static final byte LABEL = 1;

    private Wire() {}

    /** Of arrivals. */
    public static Serde<Arrival> arrivals() {
        return serde(arrival -> bytes(out -> write(out, arrival)), bytes -> read(bytes, Wire::arrival));
    }

    /** Of judgements. */
    public static Serde<Judgement> judgements() {
        return serde(
                judgement -> bytes(out -> {
                    writeGuess(out, judgement.guess());
                    out.writeUTF(judgement.truth());
                    out.writeByte(judgement.weight());
                }),
                bytes -> read(bytes, in -> new Judgement(guess(in), in.readUTF(), in.readByte())));
    }

    /** A case as a store has it. */
    public static byte[] bytes(Case known) {
        return bytes(out -> {
            out.writeLong(known.since());
            out.writeByte(known.guesses().size());
            for (Case.Judged one : known.guesses()) {
                writeGuess(out, one.guess());
                String truth = one.truth();
                out.writeBoolean(truth != null);
                if (truth != null) {
                    out.writeUTF(truth);
                }
            }
            out.writeByte(known.labels().size());
            for (Label label : known.labels()) {
                writeLabel(out, label);
            }
            out.writeBoolean(known.rejected());
        });
    }

    /** A case of a store. */
    public static Case readCase(byte[] bytes) {
        return read(bytes, in -> {
            long since = in.readLong();
            int count = in.readByte();
            Case.Judged[] guesses = new Case.Judged[count];
            for (int i = 0; i < count; i++) {
                guesses[i] = new Case.Judged(guess(in), in.readBoolean() ? in.readUTF() : null);
            }
            Label[] labels = new Label[in.readByte()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = label(in);
            }
            return new Case(since, List.of(guesses), List.of(labels), in.readBoolean());
        });
    }

    private static void write(DataOutputStream out, Arrival arrival) throws IOException {
        if (arrival instanceof Guess guess) {
            out.writeByte(GUESS);
            writeGuess(out, guess);
        } else {
            out.writeByte(LABEL);
            writeLabel(out, (Label) arrival);
        }
    }

    private static Arrival arrival(DataInputStream in) throws IOException {
        return in.readByte() == GUESS ? guess(in) : label(in);
    }

    private static void writeGuess(DataOutputStream out, Guess guess) throws IOException {
        out.writeUTF(guess.model());
        out.writeUTF(guess.label());
        out.writeInt(guess.confidence());
        out.writeLong(guess.time());
    }

    private static Guess guess(DataInputStream in) throws IOException {
        return new Guess(in.readUTF(), in.readUTF(), in.readInt(), in.readLong());
    }

    private static void writeLabel(DataOutputStream out, Label label) throws IOException {
        out.writeUTF(label.text());
        out.writeLong(label.time());
        out.writeInt(label.partition());
        out.writeLong(label.offset());
        writeBytes(out, label.record().key());
        writeBytes(out, label.record().value());
        List<Header> headers = label.record().headers();
        out.writeShort(headers.size());
        for (Header header : headers) {
            out.writeUTF(header.key());
            writeBytes(out, header.value());
        }
    }

    private static Label label(DataInputStream in) throws IOException {
        return new Label(in.readUTF(), in.readLong(), in.readInt(), in.readLong(), labelRecord(in));
    }

    private static LabelRecord labelRecord(DataInputStream in) throws IOException {
        byte[] key = readBytes(in);
        byte[] value = readBytes(in);
        Header[] headers = new Header[in.readShort()];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = new RecordHeader(in.readUTF(), readBytes(in));
        }
        return new LabelRecord(key, value == null ? new byte[0] : value, List.of(headers));
    }

    private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeShort(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
        int length = in.readShort();
        return length < 0 ? null : in.readNBytes(length);
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] bytes(Writer fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            fields.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reader<T> fields) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("written in format " + format + ", this version knows " + FORMAT);
            }
            return fields.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> Serde<T> serde(Function<T, byte[]> write, Function<byte[], T> read) {
        return Serdes.serdeFrom((topic, value) -> write.apply(value), (topic, bytes) -> read.apply(bytes));
    }
}
