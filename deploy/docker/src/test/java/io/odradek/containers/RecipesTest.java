package io.odradek.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of the images, as files. */
class RecipesTest {
    private static final Path DOCKER = Shell.ROOT.resolve("deploy/docker");

    @ParameterizedTest
    @ValueSource(strings = {"streamer", "trainer"})
    void changesNothingInTheImageAfterItBecameAUserOfItsOwn(String image) throws IOException {
        List<String> lines = Files.readAllLines(DOCKER.resolve(image + ".Dockerfile"));

        int users = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("USER 1000:1000")) {
                List<String> rest = lines.subList(i, lines.size()).stream()
                        .takeWhile(line -> !line.startsWith("FROM"))
                        .toList();
                assertThat(rest).noneMatch(line -> line.startsWith("RUN") || line.startsWith("COPY"));
                assertThat(rest).anyMatch(line -> line.matches("ENTRYPOINT \\[.*]"));
                users++;
            }
        }
        assertThat(users).as("images of the recipe").isEqualTo(image.equals("trainer") ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamer", "trainer"})
    void getsTheFilesThatMavenWants(String image) throws IOException {
        List<String> kept = Files.readAllLines(DOCKER.resolve(image + ".Dockerfile.dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        // The POM of each module, needed or not.
        assertThat(kept).contains("pom.xml", ".mvn", image, "deploy/broker");
        Matcher modules = Pattern.compile("<module>([^<]+)<").matcher(Files.readString(Shell.ROOT.resolve("pom.xml")));
        while (modules.find()) {
            assertThat(kept).containsAnyOf(modules.group(1), modules.group(1) + "/pom.xml");
        }
        assertThat(kept)
                .filteredOn(path -> !path.contains("*") && !path.contains("target"))
                .allSatisfy(path -> assertThat(Shell.ROOT.resolve(path)).exists());
    }

    @Test
    void hasTheVersionOfKafkaThatTheBuildHas() throws IOException {
        Matcher version =
                Pattern.compile("<kafka.version>([^<]+)<").matcher(Files.readString(Shell.ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();

        String image = "apache/kafka:" + version.group(1);
        assertThat(Files.readString(DOCKER.resolve("streamer.Dockerfile"))).contains("ARG KAFKA=" + image + "\n");
        assertThat(Files.readString(Shell.ROOT.resolve("deploy/.env"))).contains("KAFKA_IMAGE=" + image + "\n");
    }

    @Test
    void hasTheVersionOfTheProject() throws IOException {
        Matcher version =
                Pattern.compile("(?m)^  <version>([^<]+)<").matcher(Files.readString(Shell.ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();

        for (String image : List.of("streamer", "trainer")) {
            assertThat(Files.readString(DOCKER.resolve(image + ".Dockerfile")))
                    .contains("ARG VERSION=" + version.group(1));
        }
    }
}
