package io.odradek.trainer.plot;

/** Something that knows its size and draws itself. Pure. */
public interface Plot {
    /** In CSS pixels. */
    int width();

    /** In CSS pixels. */
    int height();

    /** What is to be seen, in words, for those who do not see it. */
    String description();

    /** Draws it between (0, 0) and (width, height). */
    void drawOn(Canvas canvas);
}
