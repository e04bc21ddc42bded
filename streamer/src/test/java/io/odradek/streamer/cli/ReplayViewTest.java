package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.history.Gone;
import io.odradek.streamer.history.Range;
import io.odradek.streamer.replay.ReplayReports;
import io.odradek.streamer.replay.Report;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReplayViewTest {
    private static final TopicPartition FIRST = new TopicPartition("images", 0);
    private static final TopicPartition SECOND = new TopicPartition("images", 1);

    @Test
    void showsPartitionsChangesWhatIsGoneAndTheVerdict() {
        assertThat(new ReplayView(partial()).text()).isEqualTo("""
                PARTITION  FROM  TO     IMAGES  CLASSIFIED  REJECTED
                images-0   10    1,210  1,200   1,197       3
                images-1   0     4      4       4           0
                all                     1,204   1,201       3

                VERSION THEN  THEN  NOW  IMAGES  CONFIDENCE THEN  CONFIDENCE NOW
                pets@1        cat   dog  2       0.500            0.750
                pets@1        ant   cat  1       0.250            1.000

                3 rejected: CORRUPT_IMAGE
                2 of those have a true label: accuracy then 0.5000 (0.0945 to 0.9055), now 1.0000 (0.3424 to 1.0000)
                right only then: 0, only now: 1; McNemar's test: p = 1.0000
                2 records among the true labels are none
                of those by pets@1: 1 the same, 3 changed
                the model has other classes than one of then; only then: ant; only now: owl
                1 had a prediction then and are rejected now
                1,197 have no prediction of then; retention has removed predictions, theirs may be among them
                5 records in topic predictions are no predictions
                images-0@3 to images-0@9 are gone: retention has removed them
                images-1@0 to images-1@1 are gone and may have been of the range
                stopped; go on with --from 0:1210,1:4
                predictions are in file new.jsonl.partial
                NOT the whole range (stopped), by pets@2 (sha256 000000000000...): 3 of 4 labels changed (75.00%)
                """);
    }

    @Test
    void tellsProgramsTheSame() {
        JsonObject json = new ReplayJson(partial()).json();
        assertThat(json.getAsJsonObject("accuracy").get("mcNemar").getAsDouble())
                .isEqualTo(1);
        assertThat(json.getAsJsonObject("accuracy")
                        .getAsJsonObject("now")
                        .get("share")
                        .getAsDouble())
                .isEqualTo(1);
        json.addProperty("accuracy", "ACCURACY");
        assertThat(json)
                .hasToString(
                        "{\"schema\":1,\"complete\":false,\"stopped\":true,\"model\":{\"name\":\"pets\",\"version\":\"2\","
                                + "\"sha256\":\"" + "0".repeat(64)
                                + "\"},\"images\":\"images\",\"predictions\":\"predictions\","
                                + "\"partitions\":[{\"partition\":0,\"from\":10,\"to\":2000,\"next\":1210,\"images\":1200,"
                                + "\"classified\":1197,\"rejected\":3},{\"partition\":1,\"from\":0,\"to\":9,\"next\":4,\"images\":4,"
                                + "\"classified\":4,\"rejected\":0}],\"total\":{\"images\":1204,\"classified\":1201,\"rejected\":3},"
                                + "\"rejected\":{\"CORRUPT_IMAGE\":3},\"gone\":[{\"partition\":0,\"from\":3,\"to\":10,"
                                + "\"certain\":true},{\"partition\":1,\"from\":0,\"to\":2,\"certain\":false}],"
                                + "\"compared\":{\"images\":4,\"same\":1,\"changed\":3,\"withoutThen\":1197,\"rejectedNow\":1},"
                                + "\"accuracy\":\"ACCURACY\",\"versions\":[{\"version\":\"pets@1\",\"same\":1,\"changed\":3}],"
                                + "\"changes\":[{\"version\":\"pets@1\",\"then\":\"cat\",\"now\":\"dog\",\"images\":2,"
                                + "\"confidenceThen\":0.5,\"confidenceNow\":0.75},{\"version\":\"pets@1\",\"then\":\"ant\","
                                + "\"now\":\"cat\",\"images\":1,\"confidenceThen\":0.25,\"confidenceNow\":1.0}],"
                                + "\"furtherChanged\":0,"
                                + "\"classes\":{\"onlyThen\":[\"ant\"],\"onlyNow\":[\"owl\"]},\"foreign\":0,\"unidentified\":5,"
                                + "\"predictionsGone\":true,\"unusableLabels\":2,\"output\":\"file new.jsonl.partial\"}");
    }

    @Test
    void printsNothingThatATopicCouldMakeATerminalDo() {
        Report report = ReplayReports.report(List.of(), List.of(), false, "", List.of(), "red\u001b[31m");

        assertThat(new ReplayView(report).text()).doesNotContain("\u001b");
        assertThat(JsonOutput.of(new ReplayJson(report).json())).doesNotContain("\u001b");
    }

    private static Report partial() {
        return ReplayReports.report(
                List.of(
                        new Report.Part(FIRST, new Range(10, 2000), 1210, 1197, 3),
                        new Report.Part(SECOND, new Range(0, 9), 4, 4, 0)),
                List.of(new Gone(FIRST, 3, 10, true), new Gone(SECOND, 0, 2, false)),
                true,
                "file new.jsonl.partial",
                List.of("CORRUPT_IMAGE", "CORRUPT_IMAGE", "CORRUPT_IMAGE"),
                "ant");
    }
}
