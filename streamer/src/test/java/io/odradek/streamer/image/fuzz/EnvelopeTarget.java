package io.odradek.streamer.image.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.PayloadDecoder.Payload;
import io.odradek.streamer.image.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A JSON object with an image in it. What is taken out is what another reading of the JSON finds.
 * {@code deploy/fuzz.sh image-envelope}
 */
public final class EnvelopeTarget {
    private static final InputSpec SPEC = new InputSpec(3, Samples.HEIGHT, Samples.WIDTH, 77);
    private static final Judge JUDGE = new Judge(true);

    private EnvelopeTarget() {}

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] value) {
        Payload payload = JUDGE.judgeAnew(value, null, SPEC);
        JUDGE.judgePicture(value);
        if (payload.decoding() instanceof Decoded decoded) {
            JsonObject object = JsonParser.parseString(new String(value, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            byte[] image = Base64.getDecoder().decode(object.get("image").getAsString());
            PayloadDecoder bare = new PayloadDecoder(Judge.LIMITS, false);
            assertThat(((Decoded) bare.decode(image, text(object.get("content-type")), SPEC)
                                    .decoding())
                            .tensor())
                    .isEqualTo(decoded.tensor());
            assertThat(payload.id()).isEqualTo(text(object.get("id")));
        }
    }

    private static String text(JsonElement field) {
        return field == null || field.isJsonNull() ? null : field.getAsString();
    }
}
