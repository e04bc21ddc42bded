package io.odradek.trainer.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be said of the build for GPUs and of the container recipe where neither a GPU nor base images are there. */
class RecipeFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCKERFILE = ROOT.resolve("deploy/docker/trainer.Dockerfile");

    @Test
    void theCudaProfileTakesALibraryThatTheBindingIsMadeFor() throws IOException {
        // Given
        Matcher profile = Pattern.compile("<id>cuda</id>\\s*<properties>\\s*<pytorch.native>([^<]+)</pytorch.native>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(profile.find()).isTrue();
        String flavor = profile.group(1).replace("pytorch-native-", "");

        // When, Then
        assertThat(Files.readString(ROOT.resolve("trainer/pom.xml")))
                .contains("<artifactId>${pytorch.native}</artifactId>");
        assertThat(getClass().getResource("/jnilib/linux-x86_64/" + flavor + "/libdjl_torch.so"))
                .as("the JNI binding for " + flavor)
                .isNotNull();
    }

    @Test
    void theContainerRunsAsNobodyInParticular() throws IOException {
        List<String> lines = instructions();
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("USER [1-9][0-9]{4}:[1-9][0-9]{4}"));
        assertThat(lines.subList(lines.indexOf("USER 10001:10001"), lines.size()))
                .noneMatch(line -> line.startsWith("RUN") || line.startsWith("COPY"));
    }

    @Test
    void theContainerGivesJavaWhatTheLauncherGivesIt() throws IOException {
        Matcher launcher = Pattern.compile("TRAINER_JAVA_OPTS:-([^}]+)}")
                .matcher(Files.readString(ROOT.resolve("trainer/bin/trainer")));
        assertThat(launcher.find()).isTrue();
        assertThat(Files.readString(DOCKERFILE)).contains("TRAINER_JAVA_OPTS=\"" + launcher.group(1) + " ");
    }

    @Test
    void theContainerIsBuiltOfFilesThatAreThere() throws IOException {
        // Given: what the build stage gets
        List<String> kept = Files.readAllLines(DOCKERFILE.resolveSibling("trainer.Dockerfile.dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        Matcher modules =
                Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));

        // When, Then: Maven wants the POM of each module, needed or not
        assertThat(kept).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
        while (modules.find()) {
            String module = modules.group(1);
            assertThat(kept).containsAnyOf(module, module + "/pom.xml");
        }
        assertThat(ROOT.resolve("deploy/docker/unpack-natives.sh")).isExecutable();
    }

    @Test
    void olderEnginesUnderstandTheRecipe() throws IOException {
        assertThat(Files.readString(DOCKERFILE)).doesNotContain("# syntax=", "<<", "--link", "--mount");
    }

    private static List<String> instructions() throws IOException {
        return Files.readAllLines(DOCKERFILE).stream()
                .filter(line -> line.matches("[A-Z]+ .*"))
                .toList();
    }
}
