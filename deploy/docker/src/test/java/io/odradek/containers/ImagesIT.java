package io.odradek.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the images say of themselves. */
class ImagesIT {
    private static final long MOST_BYTES = 350_000_000;

    @BeforeAll
    static void build() {
        Engine.ready();
    }

    @ParameterizedTest
    @ValueSource(strings = {Engine.STREAMER, Engine.TRAINER})
    void runsAsAUserWithoutRightsAndSaysWhatItIs(String image) {
        JsonObject config = inspect(image).getAsJsonObject("Config");

        assertThat(config.get("User").getAsString()).isEqualTo("1000:1000");
        assertThat(config.getAsJsonArray("Entrypoint"))
                .as("exec form, one program")
                .hasSize(1);
        JsonObject labels = config.getAsJsonObject("Labels");
        assertThat(labels.keySet())
                .contains(
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.description",
                        "org.opencontainers.image.licenses",
                        "org.opencontainers.image.revision");
        assertThat(labels.get("org.opencontainers.image.version").getAsString())
                .isEqualTo(System.getProperty("project.version"));
    }

    @Test
    void isSmall() {
        assertThat(inspect(Engine.STREAMER).get("Size").getAsLong()).isLessThan(MOST_BYTES);
    }

    @Test
    void asksForItsHealthWithoutAnotherJvm() {
        JsonObject check = inspect(Engine.STREAMER).getAsJsonObject("Config").getAsJsonObject("Healthcheck");

        assertThat(check.getAsJsonArray("Test").toString()).isEqualTo("[\"CMD\",\"/opt/odradek/bin/healthy\"]");
    }

    @Test
    void takesMostOfItsClassesFromTheArchive() {
        String loaded = Engine.docker(
                "run",
                "--rm",
                "--network=none",
                "--read-only",
                "--env=JAVA_OPTS=-Xlog:class+load",
                Engine.STREAMER,
                "config");

        long ours = loaded.lines().filter(line -> line.contains("io.odradek.")).count();
        long archived = loaded.lines()
                .filter(line -> line.contains("io.odradek.") && line.contains("shared objects file (top)"))
                .count();
        assertThat(ours).isPositive();
        // The command itself is another one than that of the archive's run.
        assertThat((double) archived / ours).isGreaterThan(0.8);
    }

    @Test
    void keepsWhatChangesSeldomBelowWhatChangesOften() {
        String history = Engine.docker("history", "--no-trunc", "--format={{.CreatedBy}}", Engine.STREAMER);

        // The newest layer comes first.
        assertThat(history).contains("odradek-streamer.jsa");
        assertThat(history.indexOf("odradek-streamer.jsa")).isLessThan(history.indexOf("odradek-streamer.jar"));
        assertThat(history.indexOf("odradek-streamer.jar")).isLessThan(history.indexOf("target/lib"));
        assertThat(history.indexOf("target/lib")).isLessThan(history.indexOf("COPY /opt/java/openjdk"));
    }

    private static JsonObject inspect(String image) {
        return JsonParser.parseString(Engine.docker("image", "inspect", image))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
    }
}
