package io.odradek.streamer.kit;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.Decoding;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.ImageDecoder;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Classifier;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What each version of the test model says of an image when it is asked alone, far from Kafka: the yardstick of {@link
 * Account}. Version v is the file {@code TestModels.file(v, v mod 3)}, unless a
 * prediction names the digest of another file that is known. Not thread-safe.
 */
final class OfflineModels implements AutoCloseable {
    private static final int MAX_MODEL_BYTES = 1 << 20;

    /** Files other than the test models, by digest. */
    private final Map<String, byte[]> files = new HashMap<>();

    private final ImageDecoder decoder = new ImageDecoder();
    private final Map<String, ModelHolder> models = new HashMap<>();
    private final Map<Question, Opinion> opinions = new HashMap<>();

    /**
     * What a version says of an image.
     *
     * @param refusal why it is no image, or null
     * @param probabilities {@code [classes]}, empty when it is no image
     * @param labels of the model that was asked
     * @param model the model that was asked
     */
    record Opinion(@Nullable Rejected refusal, float[] probabilities, List<String> labels, ModelRef model) {}

    /** @param others files that are no test models, or not as they were made */
    OfflineModels(Collection<byte[]> others) {
        others.forEach(file -> files.put(Digest.sha256(file), file));
    }

    private record Question(
            int version,
            String sha256,
            @Nullable ByteBuffer value,
            @Nullable String contentType) {}

    Opinion opinion(int version, String sha256, ConsumerRecord<byte[], byte[]> image) {
        Header header = image.headers().lastHeader("content-type");
        String contentType = header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        ByteBuffer value = image.value() == null ? null : ByteBuffer.wrap(image.value());
        return opinions.computeIfAbsent(new Question(version, sha256, value, contentType), this::ask);
    }

    private Opinion ask(Question question) {
        ModelHolder holder = models.computeIfAbsent(
                question.version() + "@" + question.sha256(),
                k -> load(question.version(), files.get(question.sha256())));
        try (ModelHolder.Lease lease = Objects.requireNonNull(holder.acquire())) {
            Classifier model = lease.classifier();
            byte[] value = question.value() == null ? null : question.value().array();
            Decoding decoding = decoder.decode(value, question.contentType(), model.input());
            return decoding instanceof Decoded image
                    ? new Opinion(null, model.classify(List.of(image.tensor()))[0], model.labels(), model.ref())
                    : new Opinion((Rejected) decoding, new float[0], model.labels(), model.ref());
        }
    }

    private static ModelHolder load(int version, byte @Nullable [] other) {
        byte[] bytes =
                other == null ? TestModels.file(String.valueOf(version), version % TestModels.LABELS.size()) : other;
        try {
            Path file = Files.createTempFile("odradek-offline-", ".onnx");
            try {
                Files.write(file, bytes);
                Admission admission = new AdmissionGate(MAX_MODEL_BYTES, TrustedKeys.NONE)
                        .admit(file, TestModels.NAME, String.valueOf(version));
                ModelHolder holder = new ModelHolder();
                holder.swap(((Admission.Admitted) admission).model());
                return holder;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        models.values().forEach(ModelHolder::close);
    }
}
