package io.odradek.quickstart.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.LiveAccuracy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationRecordsTest {
    @Test
    void addsUpTheDaysOfOneVersionEachAsItWasWrittenLast() {
        List<ConsumerRecord<byte @Nullable [], byte[]>> records = Stream.of(
                        evaluation("net", "1", "day", "2026-11-28T00:00:00Z", 5, 4),
                        evaluation("net", "1", "day", "2026-11-29T00:00:00Z", 1, 1),
                        evaluation("net", "1", "hour", "2026-11-29T10:00:00Z", 3, 2),
                        evaluation("net", "2", "day", "2026-11-29T00:00:00Z", 100, 1),
                        evaluation("other", "1", "day", "2026-11-29T00:00:00Z", 100, 1),
                        evaluation("net", "1", "day", "2026-11-29T00:00:00Z", 3, 2))
                .map(EvaluationRecordsTest::record)
                .toList();

        assertThat(EvaluationRecords.accuracy(records, "net", "1")).isEqualTo(new LiveAccuracy(8, 6));
    }

    @Test
    void saysWhereARecordIsNotAsDocumented() {
        assertThatThrownBy(() -> EvaluationRecords.accuracy(List.of(record("{\"schema\":1}")), "net", "1"))
                .isInstanceOf(Failure.class)
                .hasMessage("evaluations-0@7 is not an evaluation as documented: {\"schema\":1}");
    }

    private static String evaluation(String name, String version, String size, String start, int images, int right) {
        return "{\"model\":{\"name\":\"" + name + "\",\"version\":\"" + version + "\"},\"window\":{\"size\":\"" + size
                + "\",\"start\":\"" + start + "\"},\"images\":" + images + ",\"right\":" + right + "}";
    }

    private static ConsumerRecord<byte @Nullable [], byte[]> record(String json) {
        return new ConsumerRecord<>("evaluations", 0, 7, null, json.getBytes(StandardCharsets.UTF_8));
    }
}
