package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.history.Range;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.verify.Counts;
import io.odradek.streamer.verify.Fault;
import io.odradek.streamer.verify.PartitionAccount;
import io.odradek.streamer.verify.Report;
import io.odradek.streamer.verify.SampleAccount;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifyViewTest {
    private static final Source LOST = new Source("images", 0, 17);

    @Test
    void showsATableWhatIsNamedAndTheVerdict() {
        assertThat(new VerifyView(report(), "odradek").text()).isEqualTo("""
                PARTITION  INPUTS  PREDICTED  DEAD LETTERS  PENDING  UNKNOWN  LOST  REPEATED  BOTH  OUT OF ORDER  STRANGE
                images-0   1,200   1,190      3             5        9        2     4         0     0             0
                all        1,200   1,190      3             5        9        2     4         0     0             0

                lost: images-0@17, ...
                at_least_once may repeat an answer
                9 unknown: no answer is there, and retention may have removed it; to leave them out begin later, with --from
                group odradek has committed nothing: how far it came is told by the answers (is it the odradek.application.id\
                 of the streamers?)
                6 answers to images that retention or compaction has removed, not counted
                7 answers to images of other topics, not counted
                8 records among the answers that do not say what they answer
                12 answers asked for again: 9 agree, 1 differ, 2 that cannot be told
                  images-0@4: was "cat", is "dog" by pets@1
                  pets@0 was not asked: gone
                NOT all is accounted for: 2 lost, 1 answered otherwise when asked again; 5 pending: group odradek has not\
                 come to them
                """);
    }

    @Test
    void tellsProgramsTheSame() {
        assertThat(new VerifyView(report(), "odradek").json())
                .hasToString(
                        "{\"schema\":1,\"ok\":false,\"faults\":[\"2 lost\",\"1 answered otherwise when asked again\"],"
                                + "\"group\":\"odradek\",\"exactlyOnce\":false,\"partitions\":[{\"topic\":\"images\",\"partition\":0,"
                                + "\"from\":10,\"to\":2000,\"committed\":null,\"inputs\":1200,\"predicted\":1190,"
                                + "\"deadLettered\":3,\"pending\":5,\"unknown\":9,\"lost\":2,\"repeated\":4,\"both\":0,\"outOfOrder\":0,"
                                + "\"strange\":0}],\"total\":{\"inputs\":1200,\"predicted\":1190,\"deadLettered\":3,\"pending\":5,"
                                + "\"unknown\":9,\"lost\":2,\"repeated\":4,\"both\":0,\"outOfOrder\":0,\"strange\":0},"
                                + "\"named\":{\"lost\":[\"images-0@17\"],\"repeated\":[],\"both\":[],\"outOfOrder\":[],"
                                + "\"strange\":[]},\"foreign\":7,\"unidentified\":8,\"removed\":6,"
                                + "\"sample\":{\"sampled\":12,\"agree\":9,\"differ\":1,\"modelGone\":2,"
                                + "\"differing\":[\"images-0@4: was \\\"cat\\\", is \\\"dog\\\" by pets@1\"],"
                                + "\"notes\":[\"pets@0 was not asked: gone\"]}}");
    }

    @Test
    void saysInOneLineThatNothingIsWrong() {
        Report report = report(new Counts(3, 3, 0, 0, 0, Map.of()), null);

        assertThat(new VerifyView(report, "odradek").text()).endsWith("\n\nall is accounted for\n");
    }

    private static Report report() {
        Counts counts = new Counts(1_200, 1_190, 3, 5, 9, Map.of(Fault.LOST, 2L, Fault.REPEATED, 4L));
        SampleAccount sample = new SampleAccount(
                9,
                1,
                2,
                List.of("images-0@4: was \"cat\", is \"dog\" by pets@1"),
                List.of("pets@0 was not asked: gone"));
        return report(counts, sample);
    }

    private static Report report(Counts counts, @Nullable SampleAccount sample) {
        boolean noted = sample != null;
        PartitionAccount account = new PartitionAccount(
                new TopicPartition("images", 0),
                new Range(10, 2_000),
                noted ? null : 2_000L,
                counts,
                counts.of(Fault.LOST) == 0 ? Map.of() : Map.of(Fault.LOST, List.of(LOST)));
        return new Report(List.of(account), noted ? 7 : 0, noted ? 8 : 0, noted ? 6 : 0, false, sample);
    }
}
