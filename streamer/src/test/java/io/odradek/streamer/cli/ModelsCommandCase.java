package io.odradek.streamer.cli;

import com.google.gson.JsonObject;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The registry's commands. */
abstract class ModelsCommandCase extends CommandCase {
    static final String NAME = TestModels.NAME;
    static final String RIVAL = "producer.interceptor.classes=io.odradek.streamer.cli.Rival$";

    CommandRun models(String... arguments) {
        return run("models", arguments[0].equals("publish") ? unprobed(List.of(arguments)) : arguments);
    }

    void createTopics() {
        cluster.createTopics();
    }

    void publish(String... versions) {
        for (String version : versions) {
            cluster.artefact(version, TestModels.file(version, Integer.parseInt(version)));
        }
    }

    void send(String key, String value) {
        cluster.send(new ProducerRecord<>("models", 0, Cluster.utf8(key), Cluster.utf8(value)));
    }

    List<JsonObject> pointers() {
        return cluster.read("models").stream()
                .filter(r -> new String(r.key(), StandardCharsets.UTF_8).equals(NAME))
                .map(Account::json)
                .toList();
    }

    List<String> tombstones() {
        return cluster.read("models").stream()
                .filter(r -> r.value() == null)
                .map(r -> new String(r.key(), StandardCharsets.UTF_8))
                .toList();
    }

    Path write(String name, byte[] content) throws IOException {
        return Files.write(dir.resolve(name), content);
    }

    static String row(String table, String version) {
        return table.lines()
                .filter(line -> line.matches(NAME + " +" + version + " .*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of version " + version + " in\n" + table));
    }
}
