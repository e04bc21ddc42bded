package io.odradek.streamer.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.PayloadDecoder.Payload;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final InputSpec GREY_2X2 = new InputSpec(1, 2, 2, 0);
    private static final byte[] TENSOR = {1, 50, (byte) 200, (byte) 255};
    private static final String PNG =
            Base64.getEncoder().encodeToString(TestImages.encode(TestImages.grey(2, 2, 1, 50, 200, 255), "png"));
    private static final String RAW = Base64.getEncoder().encodeToString(TENSOR);

    private final PayloadDecoder decoder = new PayloadDecoder(new ImageLimits(1_000, 100, 1_000, 10), true);

    @Test
    void takesTheImageOutAndGivesItsId() {
        Payload payload = decode("{\"image\":\"" + PNG + "\",\"id\":\"cam-7/é\",\"content-type\":\"image/png\"}");

        assertThat(tensor(payload)).isEqualTo(TENSOR);
        assertThat(payload.id()).isEqualTo("cam-7/é");
    }

    @Test
    void needsNothingButTheImage() {
        assertThat(tensor(decode("{\"image\":\"" + PNG + "\"}"))).isEqualTo(TENSOR);
        assertThat(tensor(decode("{\"id\":null,\"content-type\":null,\"image\":\"" + RAW + "\"}")))
                .as("raw pixels by their length")
                .isEqualTo(TENSOR);
        assertThat(tensor(decode("{\"image\":\"" + RAW + "\",\"content-type\":\"application/vnd.odradek.raw\"}")))
                .isEqualTo(TENSOR);
        assertThat(decode("{\"image\":\"" + PNG + "\"}").id()).isNull();
    }

    @Test
    void skipsOtherFieldsAndIgnoresTheRecordsContentType() {
        String json = " {\"at\":[1,{\"id\":\"x\"}],\"image\":\"" + PNG + "\",\"more\":{\"image\":1}}\n";

        Payload payload = decoder.decode(utf8(json), "application/json", GREY_2X2);

        assertThat(tensor(payload)).isEqualTo(TENSOR);
        assertThat(payload.id()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello|not JSON in UTF-8: line 1 column 1",
                "[]|not a JSON object",
                "\"AQID\"|not a JSON object",
                "null|not a JSON object",
                "{}|no field \"image\", or an empty one",
                "{\"Image\":\"AQID\"}|no field \"image\", or an empty one",
                "{\"image\":\"\"}|no field \"image\", or an empty one",
                "{\"image\":null}|field \"image\" is no string",
                "{\"image\":12345678}|field \"image\" is no string",
                "{\"image\":[\"AQID\"]}|field \"image\" is no string",
                "{\"image\":\"AQID\",\"id\":7}|field \"id\" is no string",
                "{\"image\":\"AQID\",\"content-type\":{}}|field \"content-type\" is no string",
                "{\"image\":\"AQID\",\"image\":\"AQID\"}|field \"image\" twice",
                "{\"image\":\"AQID\",\"id\":\"\"}|field \"id\" has not 1 to 256 Unicode characters, none of them a control character",
                "{\"image\":\"AQID\",\"id\":\"a\\nb\"}|field \"id\" has not 1 to 256 Unicode characters, none of them a control character",
                "{\"image\":\"AQID\",\"id\":\"\\ud800\"}|field \"id\" has not 1 to 256 Unicode characters, none of them a control character",
                "{\"image\":\"AQ ID\"}|field \"image\" is not base64 (RFC 4648, 4)",
                "{\"image\":\"AQID_-\"}|field \"image\" is not base64 (RFC 4648, 4)",
                "{\"image\":\"data:image/png;base64,AQID\"}|field \"image\" is not base64 (RFC 4648, 4)",
                "{\"image\":\"AQID\"|not JSON: it ends too early",
                "{\"image\":\"AQ|not JSON in UTF-8: line 1 column 13",
                "{\"image\":\"AQID\"}{}|not JSON in UTF-8: line 1 column 18",
                "{\"image\":\"AQID\",}|not JSON in UTF-8: line 1 column 18",
                "{image:\"AQID\"}|not JSON in UTF-8: line 1 column 3",
                "{'image':'AQID'}|not JSON in UTF-8: line 1 column 3",
                "{\"image\":\"AQID\"} // comment|not JSON in UTF-8: line 1 column 19",
                "{\"x\":NaN,\"image\":\"AQID\"}|not JSON in UTF-8: line 1 column 6",
            })
    void refusesWhatIsNone(String json, String message) {
        assertThat(rejected(decode(json))).isEqualTo(new Rejected(Reason.BAD_ENVELOPE, message));
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 257})
    void bearsAnIdOfBoundedLength(int length) {
        Payload payload = decode("{\"image\":\"" + RAW + "\",\"id\":\"" + "i".repeat(length) + "\"}");

        assertThat(payload.decoding() instanceof Decoded).isEqualTo(length == 256);
    }

    @Test
    void refusesOtherEncodingsAndDeepNests() {
        byte[] broken = utf8("{\"image\":\"AQID\",\"id\":\"?\"}");
        broken[broken.length - 3] = (byte) 0xff;
        byte[] nested = utf8("{\"x\":" + "[".repeat(50_000));

        assertThat(rejected(decoder.decode(broken, null, GREY_2X2)).reason()).isEqualTo(Reason.BAD_ENVELOPE);
        assertThat(rejected(decoder.decode(nested, null, GREY_2X2)).reason()).isEqualTo(Reason.BAD_ENVELOPE);
    }

    @Test
    void givesTheIdOfAnImageThatIsRefusedToo() {
        Payload payload = decode("{\"id\":\"a\",\"image\":\"AQIDBAU=\"}");

        assertThat(rejected(payload).reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
        assertThat(payload.id()).isEqualTo("a");
        assertThat(decode("{\"id\":\"b\",\"image\":7}").id()).isEqualTo("b");
    }

    @Test
    void saysOfNothingWhatItSaysWithoutEnvelope() {
        assertThat(rejected(decoder.decode(null, null, GREY_2X2)).reason()).isEqualTo(Reason.EMPTY);
        assertThat(rejected(decoder.decode(new byte[0], null, GREY_2X2)).reason())
                .isEqualTo(Reason.EMPTY);
    }

    @Test
    void isNotOpenedWhereItIsTooLarge() {
        // 65,536 bytes, and 4 for each 3 of the image's 1,000.
        byte[] value = new byte[65_536 + 4 * 334 + 1];
        Arrays.fill(value, (byte) ' ');
        byte[] opened = Arrays.copyOf(value, value.length - 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decoder.decode(value, null, GREY_2X2);
        long before = threads.getCurrentThreadAllocatedBytes();

        Payload payload = decoder.decode(value, null, GREY_2X2);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(value.length / 2);
        assertThat(rejected(payload).reason()).isEqualTo(Reason.TOO_MANY_BYTES);
        assertThat(rejected(decoder.decode(opened, null, GREY_2X2)).reason()).isEqualTo(Reason.BAD_ENVELOPE);
    }

    @Test
    void judgesEveryPartAndEveryWrongByte() {
        byte[] sound = utf8("{\"image\":\"" + PNG + "\",\"id\":\"7\",\"content-type\":\"image/png\"}");
        Random random = new Random(7);
        for (int i = 0; i < sound.length; i++) {
            assertThat(rejected(decoder.decode(Arrays.copyOf(sound, i), null, GREY_2X2)))
                    .isNotNull();
            byte[] damaged = sound.clone();
            damaged[i] = (byte) random.nextInt();
            assertThat(decoder.decode(damaged, null, GREY_2X2)).isNotNull();
        }
    }

    private Payload decode(String json) {
        return decoder.decode(utf8(json), null, GREY_2X2);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] tensor(Payload payload) {
        assertThat(payload.decoding()).isInstanceOf(Decoded.class);
        return ((Decoded) payload.decoding()).tensor();
    }

    private static Rejected rejected(Payload payload) {
        assertThat(payload.decoding()).isInstanceOf(Rejected.class);
        return (Rejected) payload.decoding();
    }
}
