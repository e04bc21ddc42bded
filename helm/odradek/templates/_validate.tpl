{{/* What the schema cannot say: values that do not go together. Each message names the value and what is allowed. */}}
{{- define "odradek.validate" -}}
{{- $kafka := .Values.kafka -}}
{{- $model := .Values.model -}}
{{- $streamer := .Values.streamer -}}
{{- $trainer := .Values.trainer -}}
{{- $keda := .Values.autoscaling.keda -}}
{{- $hpa := .Values.autoscaling.hpa -}}

{{- $_ := required "kafka.bootstrapServers is required: HOST:PORT,... of your Kafka" $kafka.bootstrapServers -}}

{{- range $key, $value := $kafka.properties -}}
{{- $isSecret := regexMatch "(?i)(password|jaas|secret|credential|keystore\\.key|api.?key|token$)" $key -}}
{{- /* A reference to a mounted file is none. */ -}}
{{- if and $isSecret (not (hasPrefix "config.providers" $key)) (not (regexMatch "^[$][{][^}]+[}]$" (toString $value))) -}}
{{- fail (printf "kafka.properties.%s would put a secret into a ConfigMap: use kafka.sasl or kafka.tls, or put a whole properties file into a Secret and name it in kafka.configSecret.name" $key) -}}
{{- end -}}
{{- end -}}
{{- range $path, $as := dict "topics.kafka" .Values.topics.kafka "trainer.kafka" $trainer.kafka -}}
{{- range $key, $base := dict "configSecret" $kafka.configSecret.name "clientSecret" $kafka.tls.clientSecret.name "userSecret" $kafka.sasl.secret.name "username" $kafka.sasl.mechanism -}}
{{- if and (get $as $key) (not $base) -}}
{{- fail (printf "%s.%s replaces a value of kafka that is not set" $path $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $kafka.configSecret.name (or $kafka.properties $kafka.tls.enabled $kafka.sasl.mechanism) -}}
{{- fail "kafka.configSecret.name holds all of the client's settings: leave kafka.properties, kafka.tls.enabled and kafka.sasl.mechanism unset" -}}
{{- end -}}
{{- if and $kafka.sasl.mechanism (not $kafka.sasl.secret.name) -}}
{{- fail (printf "kafka.sasl.mechanism is %s: name the Secret with user and password in kafka.sasl.secret.name" $kafka.sasl.mechanism) -}}
{{- end -}}
{{- if and $kafka.sasl.secret.name (not $kafka.sasl.mechanism) -}}
{{- fail "kafka.sasl.secret.name is set, kafka.sasl.mechanism is not: allowed are PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512" -}}
{{- end -}}
{{- if and (or $kafka.tls.caSecret.name $kafka.tls.clientSecret.name) (not $kafka.tls.enabled) -}}
{{- fail "kafka.tls.caSecret.name or kafka.tls.clientSecret.name is set, kafka.tls.enabled is not: set it to true" -}}
{{- end -}}
{{- if regexMatch "[\"\\\\]" $kafka.sasl.username -}}
{{- fail "kafka.sasl.username holds a quotation mark or a backslash: put it into the Secret, with a backslash before it" -}}
{{- end -}}

{{- if and (eq $model.source "volume") (not $model.volume) -}}
{{- fail "model.source is volume: name it in model.volume, as in {persistentVolumeClaim: {claimName: models}}" -}}
{{- end -}}
{{- if and (eq $model.source "configMap") (not $model.configMap) -}}
{{- fail "model.source is configMap: name it in model.configMap" -}}
{{- end -}}
{{- if and (ne $model.source "volume") $model.volume -}}
{{- fail (printf "model.volume is set, but model.source is %s: set it to volume" $model.source) -}}
{{- end -}}
{{- if and (ne $model.source "configMap") $model.configMap -}}
{{- fail (printf "model.configMap is set, but model.source is %s: set it to configMap" $model.source) -}}
{{- end -}}
{{- if and $model.trustedKeys.secret $model.trustedKeys.configMap -}}
{{- fail "model.trustedKeys.secret and model.trustedKeys.configMap are both set: the keys are in one of them" -}}
{{- end -}}
{{- $routes := include "odradek.setting" (list . "routes" "") -}}
{{- if $routes -}}
{{- range list "images.topic" "model.name" -}}
{{- if hasKey $streamer.settings . -}}
{{- fail (printf "streamer.settings has both routes and %s: routes say which model classifies which topic, leave %s out" . .) -}}
{{- end -}}
{{- end -}}
{{- $models := list -}}
{{- range splitList "," $routes -}}
{{- $models = append $models (splitList "=" . | last | trim) -}}
{{- end -}}
{{- if and (ne $model.source "topic") (gt (len (uniq $models)) 1) -}}
{{- fail (printf "streamer.settings.routes names the models %s, but model.source is %s, which holds one: set it to topic" (uniq $models | join ", ") $model.source) -}}
{{- end -}}
{{- end -}}
{{- if and $model.cache.claim (ne $streamer.kind "StatefulSet") -}}
{{- fail "model.cache.claim gives each instance a volume of its own, which only streamer.kind StatefulSet can" -}}
{{- end -}}

{{- if and (eq $streamer.kind "StatefulSet") (eq $streamer.update "Recreate") -}}
{{- fail "streamer.update is Recreate, which a StatefulSet does not know: scale it to 0 and back, or use streamer.kind Deployment" -}}
{{- end -}}
{{- range $component, $env := dict "streamer" $streamer.extraEnv "trainer" $trainer.extraEnv -}}
{{- range $env -}}
{{- $own := dict "streamer" (list "JAVA_OPTS") "trainer" (list "TRAINER_JAVA_OPTS" "POD_NAME" "XDG_CACHE_HOME") -}}
{{- if or (hasPrefix "ODRADEK_" .name) (has .name (get $own $component)) -}}
{{- fail (printf "%s.extraEnv has %s, which the chart may set too: use %s" $component .name (hasSuffix "JAVA_OPTS" .name | ternary (printf "%s.javaOpts" $component) "streamer.settings or the value for it")) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- if and $keda.enabled $hpa.enabled -}}
{{- fail "autoscaling.keda.enabled and autoscaling.hpa.enabled are both true: KEDA makes a HorizontalPodAutoscaler itself, and two of them would fight over the number of replicas" -}}
{{- end -}}
{{- range $name, $scaler := dict "keda" $keda "hpa" $hpa -}}
{{- if $scaler.enabled -}}
{{- $max := int (include "odradek.maxReplicas" (list $ $scaler)) -}}
{{- if not $max -}}
{{- fail (printf "autoscaling.%s.maxReplicas is unknown: set it, or set kafka.imagesPartitions and streamer.settings.threads, from which it follows" $name) -}}
{{- end -}}
{{- if gt (int $scaler.minReplicas) $max -}}
{{- fail (printf "autoscaling.%s.minReplicas is %d, more than the greatest number, %d" $name (int $scaler.minReplicas) $max) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $hpa.enabled (not (dig "requests" "cpu" "" $streamer.resources)) -}}
{{- fail "autoscaling.hpa.cpuUtilization is a share of streamer.resources.requests.cpu, which is not set" -}}
{{- end -}}
{{- if and $keda.enabled $kafka.configSecret.name (not $keda.authenticationRef.name) -}}
{{- fail "KEDA cannot read the file in kafka.configSecret.name: name a TriggerAuthentication in autoscaling.keda.authenticationRef.name" -}}
{{- end -}}
{{- if and $keda.enabled (not $keda.authenticationRef.name) -}}
{{- range $key, $_ := $kafka.properties -}}
{{- if regexMatch "(^|[.])(security[.]protocol$|sasl[.])" $key -}}
{{- fail (printf "KEDA does not know kafka.properties.%s: use kafka.tls and kafka.sasl, or name a TriggerAuthentication in autoscaling.keda.authenticationRef.name and say the rest in autoscaling.keda.triggerMetadata" $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- if or $trainer.job.enabled $trainer.cronJob.enabled -}}
{{- if and (not $trainer.data.volume) (not $trainer.data.fetch) -}}
{{- fail "trainer.data.volume is required: the volume with the images, as in {persistentVolumeClaim: {claimName: images}}; or let trainer.data.fetch download Fashion-MNIST" -}}
{{- end -}}
{{- if and $trainer.data.volume $trainer.data.fetch -}}
{{- fail "trainer.data.fetch downloads Fashion-MNIST, and trainer.data.volume has images already: set one of them" -}}
{{- end -}}
{{- if and $routes (not $trainer.modelName) -}}
{{- fail "streamer.settings.routes names several models: say which one is trained in trainer.modelName" -}}
{{- end -}}
{{- if and $trainer.signingKeySecret.name (not $trainer.publish) -}}
{{- fail "trainer.signingKeySecret.name signs what is published, but trainer.publish is false" -}}
{{- end -}}
{{- if and (or $model.trustedKeys.secret $model.trustedKeys.configMap) $trainer.publish (not $trainer.signingKeySecret.name) -}}
{{- fail "model.trustedKeys admits signed models only, and the trainer would publish one without a signature: name its key in trainer.signingKeySecret.name, or set trainer.publish to false" -}}
{{- end -}}
{{- range $trainer.args -}}
{{- if regexMatch "^--(recipe|name|device|data|out|progress|publish|bootstrap-servers|config|topic|by|sign)(=|$)" . -}}
{{- fail (printf "trainer.args has %s, which the chart sets: use trainer.recipe, trainer.modelName, trainer.gpu, trainer.data, trainer.output, trainer.publish, trainer.signingKeySecret or kafka" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Of an autoscaler: its own number, else as many as have partitions. Takes (list $ AUTOSCALER). */}}
{{- define "odradek.maxReplicas" -}}
{{- default (int (include "odradek.usefulReplicas" (index . 0))) (int (index . 1).maxReplicas) -}}
{{- end -}}
