package io.odradek.streamer.registry;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.contract.OnnxMetadata;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.fetch.ModelReference;
import java.util.List;
import java.util.Map;

/** What is known of an artefact's content without its graph. */
public sealed interface Description {
    /**
     * A file that follows the metadata contract; texts are the file's own, not cleaned.
     *
     * @param created when it was written, ISO-8601
     * @param labels class names in output order
     * @param input what it takes, as in {@code 1x28x28}
     * @param recipe JSON; empty where the file does not say
     * @param accuracy on held-out images; empty where the file does not say
     * @param golden number of golden images
     */
    record Described(String created, List<String> labels, String input, String recipe, String accuracy, int golden)
            implements Description {
        /** Copies the list. */
        public Described {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A file somewhere else.
     *
     * @param reference where
     */
    record Elsewhere(ModelReference reference) implements Description {
        /** Where, for people. */
        public String uri() {
            return OneLine.of(reference.shown());
        }
    }

    /**
     * No streamer would admit it.
     *
     * @param why one printable line
     */
    record Unreadable(String why) implements Description {}

    /** Reads a file that its record's key calls {@code name@version}. */
    static Description of(byte[] file, String name, String version) {
        try {
            Map<String, String> metadata = OnnxMetadata.read(file);
            ModelContract contract = ModelContract.parse(metadata);
            if (!contract.name().equals(name) || !contract.version().equals(version)) {
                return new Unreadable("the file calls itself " + contract.name() + "@" + contract.version());
            }
            return new Described(
                    metadata.getOrDefault("odradek.created", ""),
                    contract.labels(),
                    contract.input().channels() + "x" + contract.input().height() + "x"
                            + contract.input().width(),
                    metadata.getOrDefault("odradek.recipe", ""),
                    metadata.getOrDefault("odradek.accuracy", ""),
                    contract.golden().size());
        } catch (RefusedException | IllegalArgumentException e) {
            return new Unreadable(OneLine.of(String.valueOf(e.getMessage())));
        }
    }
}
