package io.odradek.trainer.training;

/** On which images, kept from the training, a net is measured after each epoch. */
public enum HeldOut {
    /** The data set's test images. */
    TEST("test"),
    /** The last of its training images; the test images stay unseen until the end. */
    VALIDATION("validation");

    private final String title;

    HeldOut(String title) {
        this.title = title;
    }

    /** How output calls it. */
    public String title() {
        return title;
    }
}
