package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionReader;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What {@code replay} compares, and that it changes nothing. */
class ReplayIT extends ReplayCase {
    @Test
    void findsNoDifferenceOfTheSameModelAndWritesWhatTheStreamerWroteAndChangesNothing() throws Exception {
        // Given
        List<Long> before = sizes();
        Path file = dir.resolve("again.jsonl");

        // When
        CommandRun replayed = replay("--model=test-model@0", "--output=" + file, "--json");

        // Then
        replayed.done();
        JsonObject json = replayed.json();
        assertThat(json.get("complete").getAsBoolean()).isTrue();
        assertThat(json.get("total")).hasToString("{\"images\":97,\"classified\":90,\"rejected\":7}");
        assertThat(json.get("rejected")).hasToString("{\"UNKNOWN_FORMAT\":7}");
        assertThat(json.get("compared"))
                .hasToString("{\"images\":90,\"same\":90,\"changed\":0,\"withoutThen\":0,\"rejectedNow\":0}");
        assertThat(json.get("versions")).hasToString("[{\"version\":\"test-model@0\",\"same\":90,\"changed\":0}]");
        assertThat(json.get("classes").isJsonNull()).isTrue();
        assertThat(json.get("output").getAsString()).isEqualTo("file " + file);
        assertThat(sizes()).isEqualTo(before);
        assertThat(groups()).containsExactly("odradek");
        assertThat(Files.readAllLines(file))
                .as("the streamer's own predictions, byte for byte")
                .containsExactlyInAnyOrderElementsOf(cluster.read("predictions").stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .toList());
        assertThat(offsets(file, 2)).isSorted();
    }

    @Test
    void saysWhichLabelsAnotherModelChangesByPairsOfClasses() throws IOException {
        // Given a model that moves each label on by one, as a file
        Path model = Files.write(dir.resolve("model.onnx"), TestModels.file("7", 1));

        // When
        String out = replay("--model=" + model).done();

        // Then
        assertThat(out.lines().map(line -> line.replaceAll(" {2,}", "|")))
                .contains("all|97|90|7")
                .contains("VERSION THEN|THEN|NOW|IMAGES|CONFIDENCE THEN|CONFIDENCE NOW")
                .contains("test-model@0|zero|one|30|1.000|1.000")
                .contains("test-model@0|one|two|30|1.000|1.000")
                .contains("test-model@0|two|zero|30|1.000|1.000")
                .contains("7 rejected: UNKNOWN_FORMAT")
                .contains("of those by test-model@0: 0 the same, 90 changed");
        assertThat(out).endsWith(": 90 of 90 labels changed (100.00%)\n").contains("by test-model@7 (sha256 ");

        // and of a part of the range
        JsonObject part = replay("--model=" + model, "--partitions=1,3", "--from=1:20,3:10", "--to=21", "--json")
                .json();
        assertThat(part.get("total")).hasToString("{\"images\":12,\"classified\":12,\"rejected\":0}");
        assertThat(part.getAsJsonObject("compared").get("changed").getAsInt()).isEqualTo(12);
        assertThat(replay("--model=" + model, "--from=" + first.plusMillis(80), "--to=" + first.plusMillis(90))
                        .done())
                .endsWith(": 10 of 10 labels changed (100.00%)\n");
    }

    @Test
    void comparesByTextWhereAModelHasOtherClasses() throws IOException {
        // Given a model that calls "two" "three" and knows a class more
        Path model = dir.resolve("other.onnx");
        Files.write(
                model,
                TestModels.put(TestModels.model("9", 0), "odradek.labels", "[\"zero\",\"one\",\"three\"]")
                        .build()
                        .toByteArray());

        // When
        JsonObject json = replay("--model=" + model, "--json").json();

        // Then
        assertThat(json.get("compared"))
                .hasToString("{\"images\":90,\"same\":60,\"changed\":30,\"withoutThen\":0,\"rejectedNow\":0}");
        assertThat(json.get("classes")).hasToString("{\"onlyThen\":[\"two\"],\"onlyNow\":[\"three\"]}");
        assertThat(replay("--model=" + model).out())
                .contains("the model has other classes than one of then; only then: two; only now: three\n");
    }

    @Test
    void comparesTheAccuracyThenAndNowWhereThereAreTrueLabels() throws IOException {
        // Given a model that is right about 2 of 3 classes, true labels of 60 images, and a record that is none
        Path model = dir.resolve("other.onnx");
        Files.write(
                model,
                TestModels.put(TestModels.model("9", 0), "odradek.labels", "[\"zero\",\"one\",\"three\"]")
                        .build()
                        .toByteArray());
        create("labels", 1, Map.of());
        cluster.sendAll(
                60,
                i -> new ProducerRecord<>(
                        "labels",
                        0,
                        new byte[0],
                        Cluster.utf8(TestModels.LABELS.get(i % 3)),
                        new RecordHeaders(List.of(new RecordHeader("odradek-id", Cluster.utf8("id-" + i))))));
        cluster.sendAll(1, i -> new ProducerRecord<>("labels", 0, null, Cluster.utf8("zero")));

        // When
        JsonObject json = replay("--model=" + model, "--json").json();

        // Then
        JsonObject accuracy = json.getAsJsonObject("accuracy");
        assertThat(accuracy.get("images").getAsInt()).isEqualTo(60);
        assertThat(accuracy.getAsJsonObject("then").get("share").getAsDouble()).isEqualTo(1);
        assertThat(accuracy.get("onlyThen").getAsInt()).isEqualTo(20);
        assertThat(accuracy.get("onlyNow").getAsInt()).isZero();
        assertThat(accuracy.get("unknownTruths").getAsInt()).isEqualTo(20);
        assertThat(json.get("unusableLabels").getAsInt()).isEqualTo(1);
        assertThat(replay("--model=" + model).out())
                .contains(
                        "60 of those have a true label: accuracy then 1.0000 (0.9398 to 1.0000), now 0.6667 (0.5406 to"
                                + " 0.7727)\nright only then: 20, only now: 0; McNemar's test: p < 0.0001\n20 true labels"
                                + " are no classes of the model, and count as mistakes of it\n")
                .contains("1 records among the true labels are none\n");
        assertThat(replay("--model=" + model, "--no-labels", "--json")
                        .json()
                        .get("accuracy")
                        .isJsonNull())
                .isTrue();
        assertThat(replay("--model=" + model, "--labels=nothing").refused())
                .isEqualTo("streamer: there is no topic nothing at " + cluster.bootstrapServers()
                        + ": name the right one with --labels\n");
    }

    @Test
    void asksAModelOfAnotherInputAndCountsWhatItRejects() throws IOException {
        Path model = Files.write(dir.resolve("large.onnx"), TestModels.lookingAt("1", 8, 0, 0, 2));

        JsonObject json = replay("--model=" + model, "--json").json();

        assertThat(json.get("total")).hasToString("{\"images\":97,\"classified\":0,\"rejected\":97}");
        assertThat(json.get("compared"))
                .hasToString("{\"images\":0,\"same\":0,\"changed\":0,\"withoutThen\":0,\"rejectedNow\":90}");
    }

    @Test
    void refusesWhatItCannotDoBeforeAnythingIsClassified() throws IOException {
        String at = cluster.bootstrapServers();
        Path there = Files.writeString(dir.resolve("there"), "mine");
        Path half = dir.resolve("half");
        Files.writeString(dir.resolve("half.partial"), "mine");
        Path damaged = Files.write(dir.resolve("damaged.onnx"), new byte[] {1, 2, 3});

        assertThat(replay("--model=test-model@8").refused())
                .isEqualTo("streamer: --model test-model@8: its file is not in topic models\n");
        assertThat(replay("--model=test-model@8", "--labels=nothing").refused())
                .as("before labels are read, which may be many")
                .startsWith("streamer: --model test-model@8: ");
        assertThat(replay("--model=" + damaged).refused())
                .startsWith("streamer: --model " + damaged + " is refused: stage protobuf: ");
        assertThat(replay("--model=" + damaged, "--model-max-bytes=2").refused())
                .isEqualTo("streamer: --model " + damaged + " has 3 bytes, allowed: 2 (odradek.model.max.bytes)\n");
        assertThat(replay("--model=test-model@0", "--output=" + there).refused())
                .isEqualTo("streamer: --output: " + there + " is there already, and is not overwritten\n");
        assertThat(Files.readString(there)).isEqualTo("mine");
        assertThat(replay("--model=test-model@0", "--output=" + half).refused())
                .isEqualTo("streamer: --output: " + half + ".partial is there already, and is not overwritten\n");
        assertThat(replay("--model=test-model@0", "--output-topic=nowhere").refused())
                .isEqualTo("streamer: --output-topic: there is no topic nowhere at " + at
                        + ", and replay creates none:\n  kafka-topics.sh --bootstrap-server " + at
                        + " --create --topic nowhere --partitions 4 --config max.message.bytes=1114124 --config"
                        + " retention.ms=-1\n");
        assertThat(replay("--model=test-model@0", "--predictions=nothing").refused())
                .isEqualTo(
                        "streamer: there is no topic nothing at " + at + ": name the right one with --predictions\n");
        assertThat(replay("--model=test-model@0", "--from=PT0S").refused())
                .isEqualTo("streamer: topic images at " + at + " has no image in the range from --from to --to\n");
        assertWrong("--partitions names 4, topic images has partitions 0 to 3", "--partitions=4");
        assertWrong("--from names partition 4, allowed: 0, 1, 2, 3", "--from=4:0");
        assertThat(cluster.count("images-dlq")).isEqualTo(BAD);
    }

    private static List<Long> offsets(Path file, int partition) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> PredictionReader.read(Cluster.utf8(line)).orElseThrow())
                .map(Prediction::source)
                .filter(source -> source.partition() == partition)
                .map(Source::offset)
                .toList();
    }

    private List<Long> sizes() {
        return Stream.of("images", "predictions", "images-dlq", "models", "models-status")
                .map(cluster::count)
                .toList();
    }

    private void assertWrong(String complaint, String option) {
        CommandRun run = replay("--model=test-model@0", option);
        assertThat(run.code()).as(run.toString()).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(run.err()).isEqualTo("streamer: " + complaint + "\n");
    }
}
