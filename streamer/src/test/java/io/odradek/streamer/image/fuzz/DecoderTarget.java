package io.odradek.streamer.image.fuzz;

import io.odradek.streamer.image.InputSpec;

/** Whole files of any format, as a record's value without a content type. {@code deploy/fuzz.sh image-decoder} */
public final class DecoderTarget {
    private static final Judge JUDGE = new Judge(false);

    private DecoderTarget() {}

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] value) {
        for (InputSpec spec : Judge.SPECS) {
            JUDGE.judge(value, null, spec);
        }
        JUDGE.judgeAnew(value, null, Judge.SPECS.get(0));
        JUDGE.judgePicture(value);
    }
}
