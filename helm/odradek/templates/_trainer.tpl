{{/* Who trains and who fetches need the same ones, as those of a proxy. */}}
{{- define "odradek.trainer.env" -}}
{{- with .Values.trainer.javaOpts }}
- name: TRAINER_JAVA_OPTS
  value: {{ . | quote }}
{{- end }}
{{- with .Values.trainer.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
The Job of a training, as spec of a Job and of a CronJob's template. A Job's name is made of it: it holds nothing that
another chart changes by itself, such as the labels of its version.
*/}}
{{- define "odradek.trainer.job" -}}
{{- $values := .Values.trainer -}}
{{- $gpus := int $values.gpu.count -}}
{{- $image := include "odradek.image" (list . $values.image (printf "%s%s" .Chart.AppVersion (gt $gpus 0 | ternary "-cuda" ""))) -}}
{{- $data := "/data" -}}
{{- $as := include "odradek.kafka.as" (list . $values.kafka) | fromYaml -}}
backoffLimit: {{ $values.backoffLimit }}
activeDeadlineSeconds: {{ $values.activeDeadlineSeconds }}
template:
  metadata:
    labels:
      {{- toYaml (mergeOverwrite (include "odradek.selectorLabels" (list . "trainer") | fromYaml) $values.podLabels) | nindent 6 }}
    {{- with $values.podAnnotations }}
    annotations:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  spec:
    {{- include "odradek.pod.common" (list . (include "odradek.serviceAccountName" .)) | nindent 4 }}
    {{- include "odradek.pod.placement" $values | nindent 4 }}
    {{- with $values.gpu.runtimeClassName }}
    runtimeClassName: {{ . }}
    {{- end }}
    restartPolicy: Never
    {{- if $values.data.fetch }}
    initContainers:
      - name: data
        image: {{ $image }}
        imagePullPolicy: {{ $values.image.pullPolicy }}
        args: [data, --fetch]
        env:
          - name: XDG_CACHE_HOME
            value: {{ $data }}
          {{- include "odradek.trainer.env" . | nindent 10 }}
        {{- with $values.extraEnvFrom }}
        envFrom:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        resources:
          {{- toYaml $values.resources | nindent 10 }}
        {{- include "odradek.container.common" . | nindent 8 }}
        volumeMounts:
          - name: tmp
            mountPath: /tmp
          - name: data
            mountPath: {{ $data }}
    {{- end }}
    containers:
      - name: trainer
        image: {{ $image }}
        imagePullPolicy: {{ $values.image.pullPolicy }}
        args:
          - train
          - --recipe
          - {{ $values.recipe }}
          - --name
          {{- /* toYaml has quotation marks where they are needed, and only there: with others this would be another Job. */}}
          - {{ default (include "odradek.setting" (list . "model.name" "fashion-mnist")) $values.modelName | toYaml }}
          - --data
          {{- if $values.data.fetch }}
          - {{ $data }}/odradek/fashion-mnist
          {{- else }}
          - {{ printf "%s%s" $data (empty $values.data.path | ternary "" (printf "/%s" $values.data.path)) | toYaml | indent 12 | trim }}
          {{- end }}
          {{- /* A directory for each pod: a volume keeps all trainings, and a second try finds no half of the first. */}}
          - --out
          - /output/$(POD_NAME)
          {{- /* Where a GPU was asked for, its absence is an error with a reason, not a training of days on the CPU. */}}
          - --device
          - {{ gt $gpus 0 | ternary "gpu" "cpu" }}
          {{- if not (regexMatch "(^|\n)--threads(=|\n|$)" (join "\n" $values.args)) }}
          - --threads
          - {{ $values.threads | int | quote }}
          {{- end }}
          - --progress
          - plain
          {{- if $values.publish }}
          - --publish
          - --topic
          - {{ include "odradek.setting" (list . "models.topic" "models") | toYaml }}
          - --by
          - {{ .Release.Namespace }}/$(POD_NAME)
          {{- include "odradek.kafka.args" $as | nindent 10 }}
          {{- if $values.signingKeySecret.name }}
          - --sign
          - /etc/odradek/signing/{{ $values.signingKeySecret.key }}
          {{- end }}
          {{- end }}
          {{- with $values.args }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
        env:
          - name: POD_NAME
            valueFrom:
              fieldRef:
                fieldPath: metadata.name
          - name: ODRADEK_BOOTSTRAP_SERVERS
            value: {{ .Values.kafka.bootstrapServers | quote }}
          {{- include "odradek.trainer.env" . | nindent 10 }}
        {{- with $values.extraEnvFrom }}
        envFrom:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        resources:
          {{- if $gpus }}
          {{- /* For an extended resource, request and limit are the same. */}}
          {{- range $kind := list "limits" "requests" }}
          {{ $kind }}:
            {{- toYaml (merge (dict $values.gpu.resource $gpus) (default dict (get $values.resources $kind))) | nindent 12 }}
          {{- end }}
          {{- else }}
          {{- toYaml $values.resources | nindent 10 }}
          {{- end }}
        {{- include "odradek.container.common" . | nindent 8 }}
        volumeMounts:
          - name: tmp
            mountPath: /tmp
          - name: data
            mountPath: {{ $data }}
            readOnly: true
          - name: output
            mountPath: /output
          {{- if $values.publish }}
          {{- include "odradek.kafka.mounts" $as | nindent 10 }}
          {{- if $values.signingKeySecret.name }}
          - name: signing
            mountPath: /etc/odradek/signing
            readOnly: true
          {{- end }}
          {{- end }}
          {{- with $values.extraVolumeMounts }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
    volumes:
      - name: tmp
        emptyDir:
          sizeLimit: {{ $values.tmpSizeLimit }}
      - name: data
        {{- if $values.data.fetch }}
        emptyDir:
          sizeLimit: 256Mi
        {{- else }}
        {{- toYaml $values.data.volume | nindent 8 }}
        {{- end }}
      - name: output
        {{- if $values.output.volume }}
        {{- toYaml $values.output.volume | nindent 8 }}
        {{- else }}
        emptyDir:
          sizeLimit: {{ $values.output.sizeLimit }}
        {{- end }}
      {{- if $values.publish }}
      {{- include "odradek.kafka.volumes" (list $as (printf "%s-trainer-kafka" (include "odradek.fullname" .))) | nindent 6 }}
      {{- if $values.signingKeySecret.name }}
      - name: signing
        secret:
          secretName: {{ $values.signingKeySecret.name }}
          defaultMode: 0400
          items:
            - key: {{ $values.signingKeySecret.key }}
              path: {{ $values.signingKeySecret.key }}
      {{- end }}
      {{- end }}
      {{- with $values.extraVolumes }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end -}}
