package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Reference.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceTest {
    private static final String OLD =
            "'images':400,'classShares':[0.75,0.25],'confidenceHistogram':[0,0,0,0,0,0.5,0,0.25,0,0.25]";

    @Test
    void readsAReferenceOfTheFirstVersions() {
        Reading reading = read("{" + OLD + "}");

        assertThat(reading)
                .isEqualTo(new Reading.Known(new Reference(
                        400,
                        List.of(0.75, 0.25),
                        List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.25, 0.0, 0.25),
                        null,
                        null,
                        null,
                        Map.of())));
    }

    @Test
    void readsAllThatAReferenceMaySayAndSkipsWhatItDoesNotKnow() {
        Reading reading = read("{" + OLD + ",'mean':{'edges':[1.5],'shares':[0.5,0.5]},"
                + "'contrast':{'edges':[0,1],'shares':[0,1,0],'later':3},"
                + "'size':{'edges':[783.5,784.5],'shares':[0,1,0]},'formats':{'image/png':1},'sharpness':{}}");

        assertThat(reading).isInstanceOfSatisfying(Reading.Known.class, known -> {
            assertThat(known.reference().mean()).isEqualTo(new Reference.Histogram(List.of(1.5), List.of(0.5, 0.5)));
            assertThat(known.reference().contrast())
                    .isEqualTo(new Reference.Histogram(List.of(0.0, 1.0), List.of(0.0, 1.0, 0.0)));
            assertThat(known.reference().size()).isNotNull();
            assertThat(known.reference().formats()).isEqualTo(Map.of("image/png", 1.0));
        });
    }

    @Test
    void noKeyIsNoReference() {
        assertThat(Reference.read(null, 2)).isEqualTo(new Reading.Missing());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nonsense|odradek.reference is no JSON",
                "[]|odradek.reference is no JSON object",
                "{}|odradek.reference.images is null, it must be a number",
                "{'images':0}|odradek.reference.images is 0, to compare with it takes at least 200",
                "{'images':199}|odradek.reference.images is 199, to compare with it takes at least 200",
                "{'images':1.5}|odradek.reference.images is 1.5, it must be a whole number",
                "{'images':200,'classShares':[1]}|odradek.reference.classShares has 1 shares, expected 2",
                "{'images':200,'classShares':[1,-1]}|odradek.reference.classShares has a share of -1.0, allowed: 0 to 1",
                "{'images':200,'classShares':[0.4,0.4]}|odradek.reference.classShares sums to 0.8, it must be 1",
                "{'images':200,'classShares':[0.5,1e400]}|odradek.reference",
                "{'images':200,'classShares':[1,0]}|odradek.reference.confidenceHistogram is no JSON array",
                "{OLD,'mean':7}|odradek.reference.mean is no JSON object",
                "{OLD,'mean':{'edges':[],'shares':[1]}}|odradek.reference.mean has 0 edges, allowed: 1 to 100",
                "{OLD,'mean':{'edges':[2,2],'shares':[0,1,0]}}|odradek.reference.mean.edges do not rise",
                "{OLD,'contrast':{'edges':[1,2],'shares':[1]}}|odradek.reference.contrast has 1 shares, expected 3",
                "{OLD,'formats':{'image/png':0.5}}|odradek.reference.formats sums to 0.5, it must be 1",
                "{OLD,'formats':{'image/png':'all'}}|odradek.reference.formats is \"all\", it must be a number"
            })
    void saysWhatIsWrongWithOneThatCannotBeUsed(String json, String why) {
        assertThat(read(json.replace("OLD", OLD)))
                .isInstanceOfSatisfying(
                        Reading.Unusable.class,
                        unusable -> assertThat(unusable.why()).startsWith(why));
    }

    private static Reading read(String json) {
        return Reference.read(json.replace('\'', '"'), 2);
    }
}
