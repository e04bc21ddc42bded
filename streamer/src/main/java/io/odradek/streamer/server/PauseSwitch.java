package io.odradek.streamer.server;

/** Stops and starts the flow of images, at the wish of an operator. Both may be called at any time and twice. */
public interface PauseSwitch {
    /** No further image is taken. */
    void pause();

    /** Images are taken again, whoever had paused. */
    void resume();
}
