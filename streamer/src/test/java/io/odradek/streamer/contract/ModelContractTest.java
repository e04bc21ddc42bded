package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.image.Fit;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.model.TestModels;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each key may say, at its limits. */
class ModelContractTest {
    private static final String IMAGE = "{\"contentType\":\"image/png\",\"image\":\"AQID\",\"tensorSha256\":\"00\","
            + "\"probabilities\":[0.5,0.25,0.25],\"tolerance\":0.01}";

    private final Map<String, String> metadata = TestModels.metadata("1");

    @Test
    void readsWhatAModelSaysOfItself() {
        metadata.put(
                "odradek.input",
                "{\"layout\":\"NCHW\",\"dtype\":\"uint8\",\"channels\":3,\"height\":4,\"width\":5,\"fit\":\"crop\","
                        + "\"luma\":[0.299,0.587,0.114],\"alphaBackground\":7,\"exif\":\"ignore\"}");
        metadata.put("odradek.golden", "[" + IMAGE + "]");
        metadata.put("odradek.accuracy", "0.91");

        ModelContract contract = ModelContract.parse(metadata);

        assertThat(contract.name()).isEqualTo(TestModels.NAME);
        assertThat(contract.version()).isEqualTo("1");
        assertThat(contract.labels()).isEqualTo(TestModels.LABELS);
        assertThat(contract.input()).isEqualTo(new InputSpec(3, 4, 5, Fit.CROP, 7));
        assertThat(contract.accuracy()).isEqualTo(0.91);
        assertThat(contract.reference()).isEqualTo(new Reference.Reading.Missing());
        assertThat(contract.golden()).singleElement().satisfies(golden -> {
            assertThat(golden.contentType()).isEqualTo("image/png");
            assertThat(golden.image()).containsExactly(1, 2, 3);
            assertThat(golden.tensorSha256()).isEqualTo("00");
            assertThat(golden.probabilities()).containsExactly(0.5f, 0.25f, 0.25f);
            assertThat(golden.tolerance()).isEqualTo(0.01f);
        });
    }

    @Test
    void hasNoGoldenImagesWhereItSaysNothingOfThem() {
        assertThat(ModelContract.parse(metadata).golden()).isEmpty();
    }

    @Test
    void readsTheReferenceForAsManyClassesAsThereAreLabels() {
        metadata.put("odradek.reference", "{\"images\":200,\"classShares\":[1,0]}");

        assertThat(ModelContract.parse(metadata).reference())
                .isEqualTo(new Reference.Reading.Unusable("odradek.reference.classShares has 2 shares, expected 3"));
    }

    @Test
    void tellsAModelFromElsewhereWhatItNeeds() {
        assertThatThrownBy(() -> ModelContract.parse(Map.of("author", "somebody")))
                .hasMessageStartingWith("no metadata key begins with odradek.: a model from elsewhere needs a sidecar");
        assertThatThrownBy(() -> ModelContract.parse(Map.of("odradek.schema", "1", "author", "somebody")))
                .hasMessage("metadata key odradek.name is missing");
    }

    @Test
    void hasTwoLabelsAtLeastAndNoneTwice() {
        assertThat(labels(List.of("a", "b"))).hasSize(2);
        refusesLabels(List.of("a"), "odradek.labels has 1 names, 1 distinct: at least two, none twice");
        refusesLabels(List.of("a", "b", "a"), "odradek.labels has 3 names, 2 distinct: at least two, none twice");
    }

    @Test
    void hasAsManyLabelsAsAPredictionHasRoomFor() {
        List<String> most = IntStream.range(0, 3_800).mapToObj(String::valueOf).collect(Collectors.toList());
        assertThat(labels(most)).hasSize(3_800);
        most.add("more");
        refusesLabels(most, "odradek.labels has 3801 names, allowed: 2 to 3800");
    }

    @Test
    void hasLabelsOfOneTo256Characters() {
        assertThat(labels(List.of("a", "b".repeat(256)))).hasSize(2);
        refusesLabels(List.of("a", "b".repeat(257)), "odradek.labels has a name of 257 characters, allowed: 1 to 256");
        refusesLabels(List.of("a", ""), "odradek.labels has a name of 0 characters, allowed: 1 to 256");
    }

    @ParameterizedTest
    @CsvSource({"a, true", "0.9_x-y, true", "A, false", "-a, false", "'', false", "a/b, false"})
    void knowsANameByItsCharacters(String text, boolean isName) {
        assertThat(ModelContract.isName(text)).isEqualTo(isName);
    }

    @ParameterizedTest
    @CsvSource({"A, true", "1.0-x_y, true", ".1, false", "'', false", "1@2, false"})
    void knowsAVersionByItsCharacters(String text, boolean isVersion) {
        assertThat(ModelContract.isVersion(text)).isEqualTo(isVersion);
    }

    @Test
    void knowsNamesAndVersionsOf64CharactersAtMost() {
        assertThat(ModelContract.isName("a".repeat(64))).isTrue();
        assertThat(ModelContract.isName("a".repeat(65))).isFalse();
        assertThat(ModelContract.isVersion("a".repeat(64))).isTrue();
        assertThat(ModelContract.isVersion("a".repeat(65))).isFalse();
    }

    @Test
    void hasTenGoldenImagesIn64KilobytesAtMost() {
        metadata.put("odradek.golden", golden(10, 0));
        assertThat(ModelContract.parse(metadata).golden()).hasSize(10);
        metadata.put("odradek.golden", golden(11, 0));
        refuses("odradek.golden has 11 images in");
        metadata.put("odradek.golden", golden(1, 64 * 1024));
        assertThat(ModelContract.parse(metadata).golden()).hasSize(1);
        metadata.put("odradek.golden", golden(1, 64 * 1024 + 1));
        refuses("odradek.golden has 1 images in 65537 characters, allowed: 10 images, 65536 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.01 | 0 | has an image with 3 probabilities and tolerance 0.0; expected 3",
                "0.01 | 0.0101 | has an image with 3 probabilities and tolerance 0.0101; expected 3",
                "[0.5,0.25,0.25] | [0.5,0.5] | has an image with 2 probabilities and tolerance 0.01; expected 3",
                "AQID | A? | odradek.golden.image is no base64",
                "\"00\" | 0 | odradek.golden.tensorSha256 is 0, it must be a text",
                "\"image/png\" | null | odradek.golden.contentType is null, it must be a text"
            })
    void refusesAGoldenImageThatIsNone(String part, String replacement, String why) {
        metadata.put("odradek.golden", "[" + IMAGE.replace(part, replacement) + "]");

        refuses(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"NCHW\" | \"NHWC\" | odradek.input.layout is \"NHWC\", served: \"NCHW\"",
                "\"NCHW\" | 1 | odradek.input.layout is 1, it must be a text",
                "\"uint8\" | \"int8\" | odradek.input.dtype is \"int8\", served: \"uint8\"",
                "\"ignore\" | \"turn\" | odradek.input.exif is \"turn\", served: \"ignore\"",
                "\"height\":2 | \"height\":true | odradek.input: height is true, it must be a number",
                "\"height\":2 | \"height\":2147483648 | odradek.input: height is 2147483648, it must be a whole number",
                "0.114 | 0.115 | odradek.input.luma is [0.299,0.587,0.115], served: [0.299, 0.587, 0.114]",
                "[0.299,0.587,0.114] | {} | odradek.input.luma is no JSON array",
                "'{' | [{ | odradek.input is no JSON",
                "} | }{} | odradek.input is no JSON"
            })
    void refusesAnInputThatIsNotServed(String part, String replacement, String why) {
        metadata.computeIfPresent("odradek.input", (key, json) -> json.replace(part, replacement));

        refuses(why);
    }

    @Test
    void showsSixtyPrintableCharactersOfWhatItRefuses() {
        metadata.put("odradek.schema", "\u001b" + "x".repeat(59));
        refuses("odradek.schema is \"?" + "x".repeat(59) + "\", this streamer knows 1");
        metadata.put("odradek.schema", "x".repeat(61));
        refuses("odradek.schema is \"" + "x".repeat(60) + "...\", this streamer knows 1");
    }

    @Test
    void wantsTheTimeOfItsCreationInUtc() {
        metadata.put("odradek.created", "2026-11-24");
        refuses("odradek.created is \"2026-11-24\", expected a UTC time like 2026-11-24T04:20:00Z");
    }

    private List<String> labels(List<String> names) {
        metadata.put(
                "odradek.labels",
                names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(",", "[", "]")));
        return ModelContract.parse(metadata).labels();
    }

    private void refusesLabels(List<String> names, String why) {
        assertThatThrownBy(() -> labels(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    /** So many images; in so many characters, where that is not 0. */
    private static String golden(int images, int characters) {
        String json = "[" + String.join(",", Collections.nCopies(images, IMAGE)) + "]";
        return json + " ".repeat(Math.max(0, characters - json.length()));
    }

    private void refuses(String why) {
        assertThatThrownBy(() -> ModelContract.parse(metadata))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
