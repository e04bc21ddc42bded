package io.odradek.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said after an installation. */
class NotesTest {
    @Test
    void tellHowToSendAnImageAndReadItsPredictionAndSeeThePage() {
        assertThat(Chart.notes("streamer: {settings: {images.topic: photos, predictions.topic: labels}}"))
                .contains("helm -n images test odradek")
                .contains("port-forward service/odradek 8080:8080")
                .contains("kcat -b kafka:9092 -P -t photos -k my-image -H content-type=image/png")
                .contains("kcat -b kafka:9092 -C -t labels")
                .contains("http://localhost:8080/");
    }

    @Test
    void tellWhereTheAccuracyIsOnlyWhereItIsMeasured() {
        assertThat(Chart.notes("{evaluate: {enabled: true}, streamer: {settings: {labels.topic: truth}}}"))
                .contains("when labels come to topic truth")
                .contains("port-forward service/odradek-evaluate 8081:8080")
                .contains("curl -s localhost:8081/metrics");
        assertThat(Chart.notes()).doesNotContain("evaluate");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                     | No model comes with the chart",
                "{streamer: {settings: {model.name: pets}}}             | before one named pets is published to topic models",
                "{streamer: {settings: {routes: 'a=b,c=d'}}}            | before one for each of the routes a=b,c=d is published",
                "{kafka: {imagesPartitions: 4}, streamer: {replicas: 3}} | Up to 3 replicas of 2 threads are more than 4 partitions: instances beyond the first 2",
                "{kafka: {imagesPartitions: 4}, autoscaling: {hpa: {enabled: true, maxReplicas: 9}}} | Up to 9 replicas of 2 threads are more than 4 partitions",
                "{streamer: {settings: {page: 'on'}}}                   | The page shows images to everyone who reaches the Service",
                "{}                                                     | Nobody may pause the streamer",
                "{networkPolicy: {enabled: true}}                       | no Prometheus can scrape the streamer",
                "{streamer: {kind: StatefulSet}, autoscaling: {hpa: {enabled: true, maxReplicas: 2}}} | wait for session.timeout.ms",
                "{streamer: {settings: {routes: 'a=b,c=d'}}}            | stop them all (kubectl -n images scale deployment/odradek --replicas=0), or set streamer.update to Recreate.",
                "{streamer: {kind: StatefulSet, settings: {routes: 'a=b'}}} | stop them all (kubectl -n images scale statefulset/odradek --replicas=0).",
                "{trainer: {job: {enabled: true}, data: {fetch: true}}} | ends the training's Job and trains again",
            })
    void warn(String values, String warning) {
        assertThat(Chart.notes(values)).contains(warning);
    }

    @Test
    void warnOfNothingWhereAllIsWell() {
        assertThat(Chart.notes("""
                        kafka: {imagesPartitions: 4}
                        streamer: {replicas: 2, tokenSecret: {name: token}}
                        model: {source: configMap, configMap: fashion}
                        networkPolicy: {enabled: true, httpPeers: [{podSelector: {}}]}
                        """)).doesNotContain("Mind:");
    }
}
