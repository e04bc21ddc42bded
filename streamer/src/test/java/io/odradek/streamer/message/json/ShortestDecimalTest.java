package io.odradek.streamer.message.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortestDecimalTest {
    private static final int EXPONENTS = 255;
    private static final int FRACTION_BITS = 23;

    private final byte[] bytes = new byte[DecimalText.ROOM];
    private final Random random = new Random(20_261_124);

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "0.75, 0.75",
        "0.1, 0.1",
        "100, 100.0",
        "123.456, 123.456",
        "0.001, 0.001",
        "0.0099999, 0.0099999",
        "9.999999E-4, 9.999999E-4",
        "1E-7, 1.0E-7",
        "0.99999994, 0.99999994",
        "9999999, 9999999.0",
        "1E7, 1.0E7",
        "16777216, 1.6777216E7",
        "2E10, 2.0E10",
        "1.4E-45, 1.4E-45",
        "8.4E-45, 8.4E-45",
        "9.8E-45, 9.8E-45",
        "1.17549435E-38, 1.1754944E-38",
        "-3.4028235E38, -3.4028235E38",
        "3.3554432E7, 3.3554432E7",
        "2.2E-44, 2.2E-44"
    })
    void writesWhatJavaWritesSinceVersion19(String value, String text) {
        assertThat(text(Float.parseFloat(value))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesWhatJsonCannotSay(float value) {
        assertThatThrownBy(() -> text(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(value + " is no number of JSON");
    }

    @Test
    void isReadBackAsTheSameFloatAroundEveryPowerOfTwo() {
        for (int exponent = 0; exponent < EXPONENTS; exponent++) {
            for (int fraction = -70; fraction <= 70; fraction++) {
                int bits = (exponent << FRACTION_BITS) + fraction;
                if (bits >= 0 && bits < EXPONENTS << FRACTION_BITS) {
                    isReadBack(Float.intBitsToFloat(bits));
                }
            }
        }
    }

    @Test
    void isReadBackAsTheSameFloatWhateverItsBits() {
        for (int i = 0; i < 300_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                isReadBack(value);
            }
        }
    }

    @Test
    void isReadBackAsTheSameProbability() {
        for (int i = 0; i < 300_000; i++) {
            isReadBack(random.nextFloat());
            isReadBack((float) Math.exp(-40 * random.nextDouble()));
        }
    }

    @Test
    void hasTheFewestDigitsAndIsTheNearestOfThose() {
        for (int i = 0; i < 50_000; i++) {
            float value = Math.abs(Float.intBitsToFloat(random.nextInt()));
            if (Float.isFinite(value) && value > 0) {
                isShortest(value);
            }
        }
        for (int fraction = 1; fraction < 2_000; fraction++) {
            isShortest(Float.intBitsToFloat(fraction));
        }
    }

    private void isShortest(float value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal written = new BigDecimal(text(value)).stripTrailingZeros();
        int digits = Math.max(2, written.precision());
        assertThat(written)
                .as("%s", exact)
                .isEqualByComparingTo(exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)));
        if (digits > 2) {
            MathContext fewer = new MathContext(digits - 1, RoundingMode.DOWN);
            MathContext fewerUp = new MathContext(digits - 1, RoundingMode.UP);
            assertThat(exact.round(fewer).floatValue()).as("%s", exact).isNotEqualTo(value);
            assertThat(exact.round(fewerUp).floatValue()).as("%s", exact).isNotEqualTo(value);
        }
    }

    /** By who reads a float, and by who reads a double and makes it a float. */
    private void isReadBack(float value) {
        String text = text(value);
        if (Float.floatToRawIntBits(Float.parseFloat(text)) != Float.floatToRawIntBits(value)
                || (float) Double.parseDouble(text) != value) {
            throw new AssertionError(text + " is not " + new BigDecimal(value));
        }
    }

    private String text(float value) {
        int end = ShortestDecimal.write(value, bytes, 0);
        return new String(bytes, 0, end, StandardCharsets.US_ASCII);
    }
}
