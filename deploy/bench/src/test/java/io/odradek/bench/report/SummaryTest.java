package io.odradek.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.bench.measure.Scale;
import io.odradek.bench.measure.Spread;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.Results;
import io.odradek.bench.run.TestReport;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SummaryTest {
    private static final Environment HERE =
            new Environment("2026-11-28T00:00:00Z", "a <processor>", 2, "os", "17", 0.5, 0.01);

    @Test
    void theBoundIsInferenceAtItsBetterBatchAndThePassThroughWithItsBroker() {
        Report report = new TestReport("bound")
                .inference(32, 40, 44)
                .inference(128, 50, 42)
                .with("pass-through", 4, 6, 6)
                .with("odradek", 5, 50, 49)
                .report();

        JsonObject ratios = summary(report).getAsJsonObject("ratioToBound");

        // 55 / (40 + 10) and 54 / (42 + 10)
        assertThat(ratios.get("atLeastOnce").getAsDouble()).isEqualTo(1.0692);
        assertThat(ratios.has("exactlyOnce")).isFalse();
    }

    @Test
    void theCompilersTimeIsTakenOutOfBothSidesOfTheOtherRatio() {
        Report report = new TestReport("bound")
                .inference(32, 40)
                .with("pass-through", 4, 8)
                .with("odradek", 5, 60)
                .report();

        JsonObject ratios = summary(report).getAsJsonObject("ratioToBoundWithoutCompilers");

        // A quarter of each application's time is the compilers', and half of the broker's: (2.5 + 45) / (40 + 2 + 6)
        assertThat(ratios.get("atLeastOnce").getAsDouble()).isEqualTo(0.9896);
    }

    @Test
    void imagesForASecondOfProcessorTimeAreOursByTheRivals() {
        Report report = new TestReport("dense")
                .inference(32, 2)
                .with("odradek-dense", 2, 8)
                .with("json-float-dense", 20, 180)
                .with("one-at-a-time-dense", 4, 16)
                .with("http-dense", 10, 90)
                .report();

        JsonObject json = summary(report);

        JsonObject dense = json.getAsJsonObject("perCpuSecond").getAsJsonObject("dense");
        assertThat(dense.get("jsonFloat").getAsDouble()).isEqualTo(20);
        assertThat(dense.get("oneAtATime").getAsDouble()).isEqualTo(2);
        assertThat(dense.get("http").getAsDouble()).isEqualTo(10);
        assertThat(json.getAsJsonObject("computeShare").get("dense").getAsDouble())
                .isEqualTo(0.2);
    }

    @Test
    void p99MayBeOneAndAHalfTimesThePassThroughsAndTheInferenceOfABatch() {
        Report report = new TestReport("bound")
                .inference(32, 50)
                .with("odradek", 5, 60)
                .latency(
                        0.5,
                        0.4,
                        1_000,
                        Map.of("pass-through-prompt", List.of(8.0, 10.0, 20.0), "odradek", List.of(18.2, 20.0, 16.6)))
                .report();

        JsonObject latency = summary(report).getAsJsonArray("latency").get(0).getAsJsonObject();

        // 1.5 x 10 ms, and 64 images of 50 us
        JsonObject allowed = latency.getAsJsonObject("p99Allowed");
        assertThat(allowed.get("median").getAsDouble()).isEqualTo(18.2);
        assertThat(allowed.get("max").getAsDouble()).isEqualTo(33.2);
        JsonObject window = latency.getAsJsonObject("millis")
                .getAsJsonObject("odradek")
                .getAsJsonArray("windows")
                .get(2)
                .getAsJsonObject();
        assertThat(window.get("p99").getAsDouble()).isEqualTo(16.6);
        assertThat(window.get("stolen").getAsDouble()).isEqualTo(0.01);
        assertThat(window.get("compilerShare").getAsDouble()).isEqualTo(0.02);
        // Window by window: 18.2 / 15.2, 20 / 18.2, 16.6 / 33.2
        JsonObject bar = summary(report).getAsJsonObject("bars").getAsJsonObject("p99ByAllowed.atLeastOnce");
        assertThat(bar.get("value").getAsDouble()).isCloseTo(1.0989, within(1e-4));
        assertThat(bar.get("holds").getAsBoolean()).isFalse();
    }

    @Test
    void aBarIsThereWhereItsFigureWasMeasured() {
        Report report = new TestReport("dense")
                .inference(32, 2)
                .with("odradek-dense", 2, 8)
                .with("json-float-dense", 20, 130)
                .report();

        JsonObject bars = summary(report).getAsJsonObject("bars");

        assertThat(bars.keySet()).containsExactly("perCpuSecond.dense.jsonFloat");
        JsonObject bar = bars.getAsJsonObject("perCpuSecond.dense.jsonFloat");
        assertThat(bar.get("value").getAsDouble()).isEqualTo(15);
        assertThat(bar.get("limit").getAsDouble()).isEqualTo(15);
        assertThat(bar.get("relation").getAsString()).isEqualTo("AT_LEAST");
        assertThat(bar.get("holds").getAsBoolean()).isTrue();
    }

    @Test
    void theLoadsOfAProfileAreSharesOfTheThroughputAndNoneIsTooSmallForThePlan() {
        Results results = new TestReport("bound")
                .with("odradek", 5, 50)
                .latency(0.5, 0.4, 8_000, Map.of("odradek", List.of(9.0)))
                .latency(0.1, 0.08, 1_600, Map.of("odradek", List.of(7.0)))
                .latency(0.01, 0.008, 160, Map.of("odradek", List.of(6.0)))
                .report()
                .series()
                .values()
                .iterator()
                .next();

        JsonArray latency = JsonParser.parseString(
                        Profile.of(results, HERE, 100, 400).orElseThrow())
                .getAsJsonObject()
                .getAsJsonArray("latency");

        assertThat(latency).hasSize(2);
        assertThat(latency.get(0).getAsJsonObject().get("load").getAsDouble()).isEqualTo(0.08);
        assertThat(latency.get(1).getAsJsonObject().get("load").getAsDouble()).isEqualTo(0.4);
    }

    @Test
    void keepsTheSpreadOfEachFigure() {
        Report report = new TestReport("bound")
                .inference(32, 40, 40, 40)
                .with("pass-through", 5, 5, 5, 5)
                .with("odradek", 5, 50, 45, 95)
                .report();

        JsonObject spread = summary(report)
                .getAsJsonObject("spreads")
                .getAsJsonObject("ratioToBound")
                .getAsJsonObject("atLeastOnce");

        assertThat(spread.get("median").getAsDouble()).isEqualTo(1.1);
        assertThat(spread.get("min").getAsDouble()).isEqualTo(1);
        assertThat(spread.get("max").getAsDouble()).isEqualTo(2);
    }

    @Test
    void thePictureIsWellFormed() throws Exception {
        Report report =
                new TestReport("bound").inference(32, 40).with("a<b>&c", 5, 50).report();

        String svg = Picture.of(report);

        assertThat(parsed(svg).getElementsByTagName("rect").getLength()).isEqualTo(2 * 2 + 3);
    }

    @Test
    void tellsEachPointOfAScaleAndTheLineThroughThem() {
        Report report = new TestReport("bound").with("partitions", scale()).report();

        JsonObject partitions = summary(report).getAsJsonObject("scale").getAsJsonObject("partitions");

        assertThat(partitions.get("x").getAsString()).isEqualTo("partitions");
        assertThat(partitions.get("unit").getAsString()).isEqualTo("cpuMicros");
        assertThat(partitions.getAsJsonArray("points")).hasSize(3);
        JsonObject second = partitions.getAsJsonArray("points").get(1).getAsJsonObject();
        assertThat(second.get("x").getAsDouble()).isEqualTo(4);
        assertThat(second.getAsJsonObject("cpuMicros").get("median").getAsDouble())
                .isEqualTo(54);
        JsonObject line = partitions.getAsJsonObject("line");
        assertThat(line.get("slope").getAsDouble()).isEqualTo(1);
        assertThat(line.get("intercept").getAsDouble()).isEqualTo(50);
        assertThat(line.get("greatestDeviation").getAsDouble()).isZero();
    }

    @Test
    void theChartsAreWellFormedAndShowEachPoint() throws Exception {
        Report report = new TestReport("batch")
                .with("odradek-batch-1", 5, 50)
                .with("partitions", scale())
                .report();

        Element svg = parsed(Charts.of(report));

        assertThat(Charts.any(report)).isTrue();
        assertThat(svg.getElementsByTagName("g").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3 + 1);
        assertThat(Charts.any(new TestReport("bound").report())).isFalse();
    }

    private static Scale scale() {
        return Scale.of(
                "partitions",
                Scale.MICROS,
                Stream.of(1.0, 4.0, 64.0)
                        .map(x -> new Scale.Point(
                                "odradek-" + x, x, true, Map.of(), Map.of(Scale.MICROS, Spread.of(List.of(50 + x)))))
                        .toList());
    }

    private static Element parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static JsonObject summary(Report report) {
        return JsonParser.parseString(Summary.of(report, HERE)).getAsJsonObject();
    }
}
