package io.odradek.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void refuseWhatIsOutOfRangeAndSayTheRange() {
        assertThatThrownBy(() -> options(0, 1, 100, 1)).hasMessage("--epochs is 0, must be from 1 to 100");
        assertThatThrownBy(() -> options(1, 10_001, 100, 1)).hasMessage("--images is 10001, must be from 1 to 10000");
        assertThatThrownBy(() -> options(1, 1, 99, 1)).hasMessage("--limit is 99, must be from 100 to 60000");
        assertThatThrownBy(() -> options(1, 1, 100, 0)).hasMessage("--rate is 0, must be from 1 to 100000");
    }

    @Test
    void makePathsAbsolute() {
        assertThat(options(1, 1, 100, 1).out()).isAbsolute();
    }

    private static Options options(int epochs, int images, int limit, int rate) {
        return new Options(
                Path.of("."), Path.of("target/quickstart"), null, epochs, images, limit, rate, false, false, false);
    }
}
