package io.odradek.streamer.verify;

import io.odradek.streamer.message.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param partitions the account of each partition of images, by topic and number
 * @param foreign answers to images of other topics
 * @param unidentified records among the answers that do not say what they answer
 * @param removed answers to images that retention or compaction has removed
 * @param exactlyOnce whether an image may have no second answer
 * @param sample what came of asking again; null where that was not wanted
 */
public record Report(
        List<PartitionAccount> partitions,
        long foreign,
        long unidentified,
        long removed,
        boolean exactlyOnce,
        @Nullable SampleAccount sample) {
    /** Copies the list. */
    public Report {
        partitions = List.copyOf(partitions);
    }

    /** Of all partitions together. */
    public Counts total() {
        return partitions.stream().map(PartitionAccount::counts).reduce(Counts.NONE, Counts::and);
    }

    /** The first images with this fault, at most 10. */
    public List<Source> named(Fault fault) {
        return partitions.stream()
                .flatMap(partition -> partition.named().getOrDefault(fault, List.of()).stream())
                .limit(Findings.NAMED)
                .toList();
    }

    /** What no image may have, as in {@code 3 lost}; empty where all is accounted for. */
    public List<String> faults() {
        Counts total = total();
        List<String> faults = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            if (total.of(fault) > 0 && (exactlyOnce || fault != Fault.REPEATED)) {
                faults.add(String.format(Locale.ROOT, "%,d %s", total.of(fault), fault.words()));
            }
        }
        if (sample != null && sample.differ() > 0) {
            faults.add(String.format(Locale.ROOT, "%,d answered otherwise when asked again", sample.differ()));
        }
        return faults;
    }

    /** Whether all is accounted for; images that the streamer has not come to are. */
    public boolean isAccountedFor() {
        return faults().isEmpty();
    }
}
