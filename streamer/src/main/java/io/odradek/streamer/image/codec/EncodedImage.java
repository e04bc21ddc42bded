package io.odradek.streamer.image.codec;

/** An image whose header was read and whose pixels were not. */
public interface EncodedImage {
    /** Pixels, as the header says; at least 1. */
    int width();

    /** Pixels, as the header says; at least 1. */
    int height();

    /** Pictures in the file, of which the first is read; at least 1. */
    int frames();

    /**
     * Decodes every pixel of the first picture, each once.
     *
     * @param planes of this width and height
     * @throws BadImageException when a pixel is missing, or the data is wrong in any other way that shows
     */
    void read(Planes planes) throws BadImageException;
}
