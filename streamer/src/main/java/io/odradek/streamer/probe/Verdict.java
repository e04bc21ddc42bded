package io.odradek.streamer.probe;

import io.odradek.streamer.contract.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a probe says of a file. */
sealed interface Verdict {
    /** What each verdict begins with: the runtime may print too. */
    String MARK = "odradek-probe: ";

    /** It goes live here if it does there. */
    record Admitted() implements Verdict {
        @Override
        public String line() {
            return MARK + "admitted";
        }
    }

    /** It does not. */
    record Refused(Stage stage, String why) implements Verdict {
        @Override
        public String line() {
            return MARK + stage.tag() + " " + why;
        }
    }

    /** As one line. */
    String line();

    /** The verdict among these lines; null when there is none. */
    static @Nullable Verdict of(List<String> lines) {
        for (String line : lines) {
            if (line.equals(new Admitted().line())) {
                return new Admitted();
            }
            for (Stage stage : Stage.values()) {
                String head = new Refused(stage, "").line();
                if (line.startsWith(head)) {
                    return new Refused(stage, line.substring(head.length()));
                }
            }
        }
        return null;
    }
}
