package io.odradek.streamer.page;

/** The files of the page of the evaluation, most of them the live page's. */
class AccuracyFilesTest extends PageFilesCase {
    AccuracyFilesTest() {
        super("page", "accuracy");
    }
}
