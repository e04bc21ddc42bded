package io.odradek.chart;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import org.jspecify.annotations.Nullable;

/** Every kind of manifest that there may be, with its Java model where there is one. */
@SuppressWarnings("MemberName") // As Kubernetes writes them.
enum Kind {
    ConfigMap(ConfigMap.class),
    CronJob(CronJob.class),
    Deployment(Deployment.class),
    HorizontalPodAutoscaler(HorizontalPodAutoscaler.class),
    Job(Job.class),
    KafkaTopic(KafkaTopic.class),
    KafkaUser(KafkaUser.class),
    NetworkPolicy(NetworkPolicy.class),
    Pod(Pod.class),
    PodDisruptionBudget(PodDisruptionBudget.class),
    PrometheusRule(PrometheusRule.class),
    /** KEDA has no Java model; the one for Node judges it. */
    ScaledObject(null),
    Secret(Secret.class),
    Service(Service.class),
    ServiceAccount(ServiceAccount.class),
    ServiceMonitor(ServiceMonitor.class),
    StatefulSet(StatefulSet.class),
    TriggerAuthentication(null);

    private final @Nullable Class<?> model;

    Kind(@Nullable Class<?> model) {
        this.model = model;
    }

    @Nullable
    Class<?> model() {
        return model;
    }
}
