package io.odradek.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes a cluster as if it were new: no transaction in work, no group, no topic. Its broker keeps running.
 *
 * <p>Transactions come first: a marker that is written late would be the first record of a new topic of the old name.
 * Groups follow, because a member that nobody told to leave would be the first member of a new group of the old name.
 */
final class ClusterReset {
    private static final Set<TransactionState> IN_WORK = Set.of(
            TransactionState.ONGOING,
            TransactionState.PREPARE_COMMIT,
            TransactionState.PREPARE_ABORT,
            TransactionState.PREPARE_EPOCH_FENCE);

    private final Admin admin;
    private final long deadline;
    private String obstacle = "";

    private ClusterReset(Admin admin, Duration patience) {
        this.admin = admin;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * Empties the cluster; returns when it is empty.
     *
     * @param patience how long to wait for members that only the end of their session removes
     * @throws IllegalStateException if it is not empty by then
     */
    static void run(String bootstrapServers, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "default.api.timeout.ms",
                millis,
                "request.timeout.ms",
                millis,
                "retry.backoff.ms",
                20))) {
            ClusterReset reset = new ClusterReset(admin, patience);
            reset.abortTransactions();
            reset.deleteGroups();
            reset.deleteTopics();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot empty the cluster: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while emptying the cluster", e);
        }
    }

    private void abortTransactions() throws ExecutionException, InterruptedException {
        while (true) {
            Collection<TransactionListing> inWork = admin.listTransactions(
                            new ListTransactionsOptions().filterStates(IN_WORK))
                    .all()
                    .get();
            if (inWork.isEmpty()) {
                return;
            }
            List<String> ids =
                    inWork.stream().map(TransactionListing::transactionalId).toList();
            admin.fenceProducers(ids).all().get();
            waitABit("transactions " + ids);
        }
    }

    private void deleteGroups() throws ExecutionException, InterruptedException {
        while (true) {
            Collection<GroupListing> groups = admin.listGroups().all().get();
            if (groups.isEmpty()) {
                return;
            }
            for (GroupListing group : groups) {
                delete(group);
            }
            waitABit("groups " + groups);
        }
    }

    /** Members of the newer protocols cannot be removed: they are waited for. Others may leave by themselves meanwhile. */
    private void delete(GroupListing group) throws InterruptedException {
        try {
            boolean isClassic = group.type().filter(GroupType.CLASSIC::equals).isPresent();
            boolean isEmpty =
                    group.groupState().filter(GroupState.EMPTY::equals).isPresent();
            if (isClassic && !isEmpty) {
                admin.removeMembersFromConsumerGroup(group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
            }
            admin.deleteConsumerGroups(List.of(group.groupId())).all().get();
        } catch (ExecutionException e) {
            obstacle = " (" + e.getCause() + ")";
        }
    }

    private void deleteTopics() throws ExecutionException, InterruptedException {
        while (true) {
            Set<String> topics = admin.listTopics().names().get();
            if (topics.isEmpty()) {
                return;
            }
            try {
                admin.deleteTopics(topics).all().get();
            } catch (ExecutionException e) {
                // The broker lists a topic a moment longer than the controller has it.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            waitABit("topics " + topics);
        }
    }

    private void waitABit(String what) throws InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("still there: " + what + obstacle);
        }
        TimeUnit.MILLISECONDS.sleep(10);
    }
}
