package io.odradek.streamer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.image.Fit;
import io.odradek.streamer.image.InputSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sidecar says, and what it need not say; {@code ForeignModelTest} adopts by it. */
class SidecarTest {
    private static final String SIDES = "'channels':3,'height':4,'width':5";

    @Test
    void hasTheDefaultsOfAModelThatTakesImagesAsTheyAre() {
        Sidecar sidecar = read("'odradek.output':'logits'", SIDES);

        assertThat(sidecar.input()).isEqualTo(new InputSpec(3, 4, 5, Fit.EXACT, 0));
        assertThat(sidecar.channelsLast()).isFalse();
        assertThat(sidecar.logits()).isTrue();
        assertThat(sidecar.classes()).isEqualTo(2);
        float scale = (float) (1.0 / 255);
        assertThat(sidecar.factor()).containsExactly(scale, scale, scale);
        assertThat(sidecar.shift()).containsExactly(-0f, -0f, -0f);
    }

    @Test
    void saysForEachChannelHowItIsNormalised() {
        Sidecar sidecar = read(
                "'odradek.output':'probabilities'",
                SIDES + ",'layout':'NHWC','scale':0.5,'mean':[1,2,3],'std':[0.5,1,2],'fit':'crop','alphaBackground':9");

        assertThat(sidecar.channelsLast()).isTrue();
        assertThat(sidecar.logits()).isFalse();
        assertThat(sidecar.factor()).containsExactly(1f, 0.5f, 0.25f);
        assertThat(sidecar.shift()).containsExactly(-2f, -2f, -1.5f);
        assertThat(sidecar.input()).isEqualTo(new InputSpec(3, 4, 5, Fit.CROP, 9));
    }

    @Test
    void becomesTheMetadataOfTheAdoptedModel() {
        Map<String, String> metadata =
                read("'odradek.output':'logits','odradek.accuracy':0.5", SIDES).metadata();

        assertThat(metadata)
                .containsEntry("odradek.schema", "1")
                .containsEntry("odradek.created", "1970-01-01T00:00:00Z")
                .containsEntry("odradek.name", "pets")
                .containsEntry("odradek.labels", "[\"cat\",\"dog\"]")
                .containsEntry("odradek.accuracy", "0.5")
                .doesNotContainKey("odradek.output");
        assertThat(metadata.get("odradek.input"))
                .isEqualTo("{\"layout\":\"NCHW\",\"dtype\":\"uint8\",\"channels\":3,\"height\":4,\"width\":5,"
                        + "\"fit\":\"exact\",\"luma\":[0.299,0.587,0.114],\"alphaBackground\":0,\"exif\":\"ignore\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'std':[1,0,1] | scale, mean and std give no finite numbers; std must not be 0",
                "'mean':[1e39,0,0] | scale, mean and std give no finite numbers",
                "'scale':0 | odradek.input.scale must not be 0",
                "'scale':1e-50 | odradek.input.scale must not be 0",
                "'scale':'1' | odradek.input.scale is \"1\", it must be a number",
                "'std':[1] | odradek.input.std has 1 numbers, expected one for each of the 3 channels",
                "'layout':'CHWN' | odradek.input.layout is \"CHWN\", allowed: \"NCHW\" or \"NHWC\"",
                "'means':[0] | odradek.input has an unknown key \"means\": did you mean \"mean\"?",
                "'alphaBack':1 | odradek.input has an unknown key \"alphaBack\": did you mean \"alphaBackground\"?"
            })
    void saysWhatIsWrong(String part, String why) {
        assertThatThrownBy(() -> read("'odradek.output':'logits'", SIDES + "," + part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void saysWhatIsWrongWithALongKeyToo() {
        assertThatThrownBy(() -> read("'" + "x".repeat(101) + "':1", SIDES))
                .hasMessageStartingWith("the sidecar has an unknown key \"" + "x".repeat(101) + "\": did you mean \"");
    }

    private static Sidecar read(String more, String input) {
        String json = "{'odradek.name':'pets','odradek.version':'1','odradek.labels':['cat','dog'],"
                + "'odradek.input':{" + input + "}," + more + "}";
        return Sidecar.parse(json.replace('\'', '"'));
    }
}
