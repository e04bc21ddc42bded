{{/* Where the model is, unless it is in a topic. */}}
{{- define "odradek.modelPath" -}}
/models{{ with .Values.model.path }}/{{ . }}{{ end }}
{{- end -}}

{{/*
The pod of the streamer, of a Deployment or of a StatefulSet, or that of "streamer evaluate", which has what the streamer
has but for the values of its own, and loads no model. Takes (list $ COMPONENT).
*/}}
{{- define "odradek.streamer.pod" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- with $root -}}
{{- $evaluates := eq $component "evaluate" -}}
{{- $values := deepCopy .Values.streamer -}}
{{- if $evaluates -}}
{{- range $key, $value := .Values.evaluate -}}
{{- $_ := set $values $key $value -}}
{{- end -}}
{{- end -}}
{{- $model := .Values.model -}}
{{- $isSet := and (eq $values.kind "StatefulSet") (not $evaluates) -}}
{{- $scheme := $values.tls.secret | empty | ternary "" "scheme: HTTPS" -}}
{{- /* The evaluation is told too, so that it asks for no models topic; it opens no file. */ -}}
{{- $isFile := ne $model.source "topic" -}}
{{- $hasFile := and $isFile (not $evaluates) -}}
{{- $hasKeys := and (or $model.trustedKeys.secret $model.trustedKeys.configMap) (not $evaluates) -}}
{{- $hasClaim := and $model.cache.claim (not $evaluates) -}}
{{- $hasCache := or (hasKey $values.settings "model.uri.allow") $hasClaim -}}
metadata:
  labels:
    {{- include "odradek.labels" (list . $component $values.podLabels) | nindent 4 }}
  annotations:
    {{- /* Another file is another pod; the streamer reads it once. */}}
    {{- $checksum := dict "checksum/kafka" (include "odradek.kafka.file" . | sha256sum) }}
    {{- toYaml (mergeOverwrite (deepCopy $values.podAnnotations) $checksum) | nindent 4 }}
spec:
  {{- include "odradek.pod.common" (list . (include "odradek.serviceAccountName" .)) | nindent 2 }}
  {{- include "odradek.pod.placement" $values | nindent 2 }}
  {{- /* Longer than the streamer may take to finish and commit: SIGKILL would repeat answers. 15 s are for the rest of the stop. */}}
  terminationGracePeriodSeconds: {{ add (int (include "odradek.setting" (list . "shutdown.seconds" "25"))) 15 }}
  {{- if $values.topologySpread }}
  topologySpreadConstraints:
    {{- /* A wish, not a condition: a fleet on one node is better than a part of it. */}}
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - topologyKey: {{ . }}
      maxSkew: 1
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "odradek.selectorLabels" (list $root $component) | nindent 10 }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ $component }}
      image: {{ include "odradek.image" (list . $values.image .Chart.AppVersion) }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args:
        - {{ $evaluates | ternary "evaluate" "run" }}
        {{- include "odradek.kafka.args" . | nindent 8 }}
        {{- if and $isSet $values.staticMembership }}
        - -K
        - consumer.group.instance.id=$(ODRADEK_INSTANCE)
        {{- end }}
      env:
        - name: ODRADEK_INSTANCE
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        {{- /* Probes and scrapers come from outside of the pod. */}}
        - name: ODRADEK_HTTP_HOST
          value: 0.0.0.0
        {{- include "odradek.settings.env" . | nindent 8 }}
        {{- if $isFile }}
        - name: ODRADEK_MODEL_PATH
          value: {{ include "odradek.modelPath" . }}
        {{- end }}
        {{- if $hasCache }}
        - name: ODRADEK_MODEL_CACHE_DIR
          value: /var/cache/odradek/models
        {{- end }}
        {{- if $hasKeys }}
        - name: ODRADEK_MODEL_TRUSTED_KEYS
          value: /etc/odradek/trusted-keys/{{ $model.trustedKeys.key }}
        {{- end }}
        {{- if $values.tokenSecret.name }}
        - name: ODRADEK_HTTP_TOKEN_FILE
          value: /etc/odradek/token/{{ $values.tokenSecret.key }}
        {{- end }}
        {{- if $values.tls.secret }}
        - name: ODRADEK_HTTP_TLS_CERTIFICATE_FILE
          value: /etc/odradek/tls/tls.crt
        - name: ODRADEK_HTTP_TLS_KEY_FILE
          value: /etc/odradek/tls/tls.key
        {{- if $values.tls.clients }}
        - name: ODRADEK_HTTP_TLS_CLIENTS_FILE
          value: /etc/odradek/tls/ca.crt
        {{- end }}
        {{- end }}
        {{- with $values.javaOpts }}
        - name: JAVA_OPTS
          value: {{ . | quote }}
        {{- end }}
        {{- with $values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with $values.extraEnvFrom }}
      envFrom:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: http
          containerPort: 8080
      {{- /* Alive at once; a slow node needs its time to load Java and ONNX Runtime. */}}
      startupProbe:
        httpGet:
          path: /health/live
          port: http
          {{- with $scheme }}
          {{- . | nindent 10 }}
          {{- end }}
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: {{ div (add (int $values.startupSeconds) 4) 5 }}
      {{- /*
      A rebalance, a wait for a model and a Kafka that is away are alive: a restart would mend none of them. The streamer
      itself says when a thread hangs (odradek.live.poll.seconds). Visitors that hold its port delay a probe by up to 4 s.
      */}}
      livenessProbe:
        httpGet:
          path: /health/live
          port: http
          {{- with $scheme }}
          {{- . | nindent 10 }}
          {{- end }}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 3
      {{- /*
      Not ready during a rebalance, which every change of the fleet brings to all: only one of more than 15 s counts.
      Images do not come through the Service; what depends on it is the roll-out, which waits for a model in force.
      */}}
      readinessProbe:
        httpGet:
          path: /health/ready
          port: http
          {{- with $scheme }}
          {{- . | nindent 10 }}
          {{- end }}
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 3
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      {{- include "odradek.container.common" . | nindent 6 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- include "odradek.kafka.mounts" . | nindent 8 }}
        {{- if $hasFile }}
        - name: model
          mountPath: /models
          readOnly: true
        {{- end }}
        {{- if $hasCache }}
        - name: cache
          mountPath: /var/cache/odradek
        {{- end }}
        {{- if $hasKeys }}
        - name: trusted-keys
          mountPath: /etc/odradek/trusted-keys
          readOnly: true
        {{- end }}
        {{- if $values.tokenSecret.name }}
        - name: token
          mountPath: /etc/odradek/token
          readOnly: true
        {{- end }}
        {{- if $values.tls.secret }}
        - name: tls
          mountPath: /etc/odradek/tls
          readOnly: true
        {{- end }}
        {{- with $values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    {{- /* All that is written; nothing of it must survive. Over its limit the pod is evicted, with an event that says so. */}}
    - name: tmp
      emptyDir:
        sizeLimit: {{ $values.tmpSizeLimit }}
    {{- include "odradek.kafka.volumes" (list . (printf "%s-kafka" (include "odradek.fullname" .))) | nindent 4 }}
    {{- if and $hasFile (eq $model.source "volume") }}
    - name: model
      {{- toYaml $model.volume | nindent 6 }}
    {{- else if $hasFile }}
    - name: model
      configMap:
        name: {{ $model.configMap }}
    {{- end }}
    {{- if and $hasCache (not $hasClaim) }}
    - name: cache
      emptyDir:
        sizeLimit: {{ $model.cache.sizeLimit }}
    {{- end }}
    {{- if and $hasKeys $model.trustedKeys.secret }}
    - name: trusted-keys
      secret:
        secretName: {{ $model.trustedKeys.secret }}
        defaultMode: 0440
        items:
          - key: {{ $model.trustedKeys.key }}
            path: {{ $model.trustedKeys.key }}
    {{- else if $hasKeys }}
    - name: trusted-keys
      configMap:
        name: {{ $model.trustedKeys.configMap }}
    {{- end }}
    {{- if $values.tokenSecret.name }}
    - name: token
      secret:
        secretName: {{ $values.tokenSecret.name }}
        defaultMode: 0440
        items:
          - key: {{ $values.tokenSecret.key }}
            path: {{ $values.tokenSecret.key }}
    {{- end }}
    {{- if $values.tls.secret }}
    - name: tls
      secret:
        secretName: {{ $values.tls.secret }}
        defaultMode: 0440
    {{- end }}
    {{- with $values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
{{- end -}}
