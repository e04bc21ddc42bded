package io.odradek.streamer.plan.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileJsonTest {
    private static final String PROFILE = """
            {"schema":1,"measured":{"at":"2026-11-28T22:00:00Z","processor":"Intel(R) Xeon(R)","cpus":2,"java":"17.0.15",
             "odradek":"0.1.0"},"guarantee":"at_least_once",
             "model":{"name":"fashion","version":"1","bytes":115000,"inputBytes":784},
             "imageBytes":784.0,"predictionBytes":424.0,"cpuMicros":{"streamer":62.1,"broker":7.2},
             "perThread":{"imagesPerSecond":13100.0},"threads":2,
             "memory":{"heapBytes":536870912,"residentBytes":812000000},
             "latency":[{"load":0.2,"p50Millis":4.1,"p99Millis":9.0},{"load":0.5,"p50Millis":5.0,"p99Millis":12.0}]}
            """;

    @Test
    void readsEveryField() {
        assertThat(ProfileJson.read(PROFILE))
                .isEqualTo(new Profile(
                        new Profile.Measured(
                                Instant.parse("2026-11-28T22:00:00Z"), "Intel(R) Xeon(R)", 2, "17.0.15", "0.1.0"),
                        "at_least_once",
                        new Profile.Model("fashion", "1", 115_000, 784),
                        784,
                        424,
                        new Profile.CpuMicros(62.1, 7.2),
                        13_100,
                        2,
                        new Profile.Memory(536_870_912, 812_000_000),
                        List.of(new Latency(0.2, 4.1, 9), new Latency(0.5, 5, 12))));
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() {
        String later = PROFILE.replace("\"schema\":1,", "\"schema\":1,\"kernel\":{\"name\":\"6.1\"},")
                .replace("\"load\":0.2,", "\"load\":0.2,\"images\":9,");

        assertThat(ProfileJson.read(later)).isEqualTo(ProfileJson.read(PROFILE));
    }

    @Test
    void takesAProfileWithoutLatencies() {
        assertThat(ProfileJson.read(PROFILE.replaceAll("\"latency\":.*", "\"latency\":[]}"))
                        .latencies())
                .isEmpty();
    }

    static Stream<String> fields() {
        List<String> paths = new ArrayList<>();
        collect("", JsonParser.parseString(PROFILE), paths);
        return paths.stream();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void namesAFieldThatIsMissing(String path) {
        JsonObject profile = JsonParser.parseString(PROFILE).getAsJsonObject();
        parent(profile, path).remove(path.substring(path.lastIndexOf('.') + 1));

        assertThatThrownBy(() -> ProfileJson.read(profile.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("\\Q" + path + "\\E is missing, allowed: .+");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void namesAFieldOfAnotherKindItsValueAndWhatIsAllowed(String path) {
        JsonObject profile = JsonParser.parseString(PROFILE).getAsJsonObject();
        parent(profile, path).addProperty(path.substring(path.lastIndexOf('.') + 1), true);

        assertThatThrownBy(() -> ProfileJson.read(profile.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("\\Q" + path + "\\E is true, allowed: .+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "schema":1                  | "schema":2                 | schema is 2, allowed: 1
            "at":"2026-11-28T22:00:00Z" | "at":"yesterday"           | measured.at is "yesterday", allowed: a time in UTC
            "cpus":2                    | "cpus":0                   | measured.cpus is 0, allowed: 1 to 65536
            "cpus":2                    | "cpus":1.5                 | measured.cpus is 1.5, allowed: a whole number
            "java":"17.0.15"            | "java":" "                 | measured.java is " ", allowed: 1 to 200 characters
            "guarantee":"at_least_once" | "guarantee":"at_most_once" | allowed: at_least_once, exactly_once_v2
            "bytes":115000              | "bytes":0                  | model.bytes is 0, allowed: 1 to 1000000000
            "inputBytes":784            | "inputBytes":-1            | model.inputBytes is -1, allowed: 1 to
            "imageBytes":784.0          | "imageBytes":0.5           | imageBytes is 0.5, allowed: 1 to 1000000000
            "predictionBytes":424.0     | "predictionBytes":1e10     | predictionBytes is 10000000000, allowed: 1 to
            "streamer":62.1             | "streamer":0               | cpuMicros.streamer is 0, allowed: 0.001 to
            "broker":7.2                | "broker":-7.2              | cpuMicros.broker is -7.2, allowed: 0.001 to
            "imagesPerSecond":13100.0   | "imagesPerSecond":0        | perThread.imagesPerSecond is 0, allowed: 0.001 to
            "imagesPerSecond":13100.0   | "imagesPerSecond":1e999    | perThread.imagesPerSecond is 1e999, allowed: a number
            "threads":2                 | "threads":257              | threads is 257, allowed: 1 to 256
            "heapBytes":536870912       | "heapBytes":0              | memory.heapBytes is 0, allowed: 1 to
            "residentBytes":812000000   | "residentBytes":1e14       | memory.residentBytes is 100000000000000, allowed: 1 to
            "load":0.2                  | "load":0                   | latency[0].load is 0, allowed: 0.01 to 1
            "load":0.5                  | "load":1.1                 | latency[1].load is 1.1, allowed: 0.01 to 1
            "load":0.5                  | "load":0.2                 | latency[1].load is 0.2, allowed: more than 0.2, the load before it
            "p50Millis":4.1             | "p50Millis":-1             | latency[0].p50Millis is -1, allowed: 0 to 3600000
            "p99Millis":12.0            | "p99Millis":4.9            | latency[1].p99Millis is 4.9, allowed: 5 to 3600000
            """)
    void namesAFieldOutOfRangeItsValueAndWhatIsAllowed(String right, String wrong, String complaint) {
        assertThat(PROFILE).contains(right);

        assertThatThrownBy(() -> ProfileJson.read(PROFILE.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "{\"schema\":1,}", "schema: 1", "{\"schema\":NaN}"})
    void refusesWhatIsNoJsonObject(String text) {
        assertThatThrownBy(() -> ProfileJson.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON");
    }

    /** The paths of all fields, those of objects too. */
    private static void collect(String path, JsonElement json, List<String> paths) {
        if (json instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                collect(path + "[" + i + "]", array.get(i), paths);
            }
        } else if (json instanceof JsonObject object) {
            object.entrySet().forEach(field -> {
                String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                paths.add(child);
                collect(child, field.getValue(), paths);
            });
        }
    }

    private static JsonObject parent(JsonObject profile, String path) {
        JsonElement at = profile;
        String[] words = path.split("\\.", -1);
        for (int i = 0; i < words.length - 1; i++) {
            String[] nameAndIndex = words[i].split("[\\[\\]]", -1);
            at = at.getAsJsonObject().get(nameAndIndex[0]);
            if (nameAndIndex.length > 1) {
                at = at.getAsJsonArray().get(Integer.parseInt(nameAndIndex[1]));
            }
        }
        return at.getAsJsonObject();
    }
}
