{{/*
What every pod of the chart has: the restricted Pod Security Standard, and no way to Kubernetes' API.
Takes (list $ SERVICE-ACCOUNT).
*/}}

{{- define "odradek.pod.common" -}}
{{- $values := (index . 0).Values -}}
serviceAccountName: {{ index . 1 }}
automountServiceAccountToken: false
{{- /* The variables of a Service named "odradek" would look like settings. */}}
enableServiceLinks: false
{{- with $values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml $values.podSecurityContext | nindent 2 }}
{{- end -}}

{{- define "odradek.container.common" -}}
{{- /* The end of the log tells why a container ended, also in "kubectl describe pod". */ -}}
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{/* Where pods of one component may run. Takes its values. */}}
{{- define "odradek.pod.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* The streamer's settings as variables, in a stable order. */}}
{{- define "odradek.settings.env" -}}
- name: ODRADEK_BOOTSTRAP_SERVERS
  value: {{ .Values.kafka.bootstrapServers | quote }}
{{- range $key, $value := .Values.streamer.settings }}
- name: ODRADEK_{{ $key | upper | replace "." "_" }}
  value: {{ include "odradek.text" $value | quote }}
{{- end }}
{{- end -}}

{{/* A setting, or its default in the streamer. Takes (list $ KEY DEFAULT). */}}
{{- define "odradek.setting" -}}
{{- $settings := (index . 0).Values.streamer.settings -}}
{{- $key := index . 1 -}}
{{- if hasKey $settings $key -}}
{{- include "odradek.text" (get $settings $key) -}}
{{- else -}}
{{- index . 2 -}}
{{- end -}}
{{- end -}}

{{/* Topics of images, as a YAML list: those of the routes, else the one. */}}
{{- define "odradek.imagesTopics" -}}
{{- $routes := include "odradek.setting" (list . "routes" "") -}}
{{- if $routes -}}
{{- range splitList "," $routes }}
- {{ index (splitList "=" (trim .)) 0 | quote }}
{{- end }}
{{- else }}
- {{ include "odradek.setting" (list . "images.topic" "images") | quote }}
{{- end }}
{{- end -}}

{{/* Instances beyond this one would have no partition; 0: unknown. */}}
{{- define "odradek.usefulReplicas" -}}
{{- $partitions := int .Values.kafka.imagesPartitions -}}
{{- $threads := int (include "odradek.setting" (list . "threads" "0")) -}}
{{- if and $partitions $threads -}}
{{- div (add $partitions $threads -1) $threads -}}
{{- else -}}
0
{{- end -}}
{{- end -}}
