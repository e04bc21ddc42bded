package io.odradek.streamer.page;

/** The files of the live page. */
class LiveFilesTest extends PageFilesCase {
    LiveFilesTest() {
        super("page");
    }
}
