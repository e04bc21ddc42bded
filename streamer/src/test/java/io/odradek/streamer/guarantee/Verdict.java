package io.odradek.streamer.guarantee;

import io.odradek.streamer.kit.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of the images of one phase.
 *
 * @param seed of the phase
 * @param protocol of the consumer group
 * @param sent images that the brokers acknowledged to their producer
 * @param account of those that stand in the topic
 * @param stale partitions that in the end are answered by another version than the one that went live last, each with that
 * @param faults how often each was begun
 * @param exits streamers that ended by themselves
 * @param time the phase took
 */
record Verdict(
        Promise promise,
        long seed,
        String protocol,
        int sent,
        Account account,
        List<String> stale,
        Map<Fault, Integer> faults,
        List<Exit> exits,
        Duration time) {

    /** Images with an answer. */
    int accounted() {
        return account.images() - account.lost().size();
    }

    /** Everything that was promised not to be; nothing when all is well. */
    List<String> broken() {
        List<String> broken = new ArrayList<>(account.faults());
        if (account.images() < sent) {
            broken.add("lost by the brokers: " + (sent - account.images()) + " images that they had acknowledged");
        }
        if (promise == Promise.EXACTLY_ONCE && account.duplicates() > 0) {
            broken.add("answered more than once under exactly-once: " + account.duplicates() + " times");
        }
        stale.forEach(partition -> broken.add("an old version stays: " + partition));
        exits.stream().filter(Exit::isCrash).forEach(exit -> broken.add("crashed: " + exit));
        return broken;
    }
}
