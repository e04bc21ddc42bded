package io.odradek.streamer.fetch;

/** Carries an outcome other than {@link Fetched.Stored} out of the steps of a fetch, which turns it into a value. */
final class FetchFailure extends Exception {
    private final transient Fetched outcome;

    private FetchFailure(Fetched outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    static FetchFailure refused(String why) {
        return new FetchFailure(new Fetched.Refused(why), why);
    }

    static FetchFailure unreachable(String why) {
        return new FetchFailure(new Fetched.Unreachable(why), why);
    }

    Fetched outcome() {
        return outcome;
    }
}
