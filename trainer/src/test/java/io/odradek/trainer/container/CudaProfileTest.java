package io.odradek.trainer.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be said of the build for GPUs where there is none. */
class CudaProfileTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

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
}
