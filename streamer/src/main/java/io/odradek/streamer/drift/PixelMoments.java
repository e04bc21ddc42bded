package io.odradek.streamer.drift;

/**
 * Mean and contrast of a tensor's samples, the same bits as the trainer computes. With n samples, their sum S and the sum
 * Q of their squares, the mean is S / n and the contrast, their standard deviation, the square root of Q / n - (S / n)²,
 * in doubles. Allocates nothing. Not thread-safe: one for each thread.
 */
public final class PixelMoments {
    /** So many squares of at most 65,025 fit into an int. */
    private static final int STRETCH = 1 << 15;

    private double mean;
    private double contrast;

    /** Looks at uint8 samples, at least one. */
    public void look(byte[] samples) {
        long sum = 0;
        long squares = 0;
        for (int from = 0; from < samples.length; from += STRETCH) {
            int to = Math.min(from + STRETCH, samples.length);
            int some = 0;
            int someSquares = 0;
            for (int i = from; i < to; i++) {
                int sample = samples[i] & 255;
                some += sample;
                someSquares += sample * sample;
            }
            sum += some;
            squares += someSquares;
        }
        double n = samples.length;
        mean = sum / n;
        contrast = Math.sqrt(Math.max(0, squares / n - mean * mean));
    }

    /** Of what was looked at last: 0 to 255. */
    public double mean() {
        return mean;
    }

    /** Of what was looked at last: 0 to 127.5. */
    public double contrast() {
        return contrast;
    }
}
