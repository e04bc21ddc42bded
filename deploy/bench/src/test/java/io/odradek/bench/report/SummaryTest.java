package io.odradek.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.bench.run.Report;
import io.odradek.bench.run.TestReport;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class SummaryTest {
    private static final Environment HERE =
            new Environment("2026-11-28T00:00:00Z", "a <processor>", 2, "os", "17", 0.5);

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

        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)))
                        .getElementsByTagName("rect")
                        .getLength())
                .isEqualTo(2 * 2 + 3);
    }

    private static JsonObject summary(Report report) {
        return JsonParser.parseString(Summary.of(report, HERE)).getAsJsonObject();
    }
}
