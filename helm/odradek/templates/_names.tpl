{{/* Names, labels and images. */}}

{{/* At most 40 characters, with a dash where a release may have a dot and a Service may not, and none at the end. */}}
{{- define "odradek.short" -}}
{{- . | replace "." "-" | trunc 40 | trimAll "-" -}}
{{- end -}}

{{- define "odradek.name" -}}
{{- include "odradek.short" (default .Chart.Name .Values.nameOverride) -}}
{{- end -}}

{{/* At most 40 characters: names of pods and of jobs of a CronJob (52) are made of it. */}}
{{- define "odradek.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- include "odradek.short" .Values.fullnameOverride -}}
{{- else if contains (include "odradek.name" .) .Release.Name -}}
{{- include "odradek.short" .Release.Name -}}
{{- else -}}
{{- include "odradek.short" (printf "%s-%s" .Release.Name (include "odradek.name" .)) -}}
{{- end -}}
{{- end -}}

{{/* Never change for a release. Takes (list $ COMPONENT). */}}
{{- define "odradek.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "odradek.name" $root | quote }}
app.kubernetes.io/instance: {{ $root.Release.Name | quote }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Takes (list $ COMPONENT), or (list $ COMPONENT LABELS) with more labels. Of two with one name the more special wins. */}}
{{- define "odradek.labels" -}}
{{- $root := index . 0 -}}
{{- $labels := include "odradek.selectorLabels" . | fromYaml -}}
{{- $_ := set $labels "app.kubernetes.io/version" $root.Chart.AppVersion -}}
{{- $_ := set $labels "app.kubernetes.io/part-of" "odradek" -}}
{{- $_ := set $labels "app.kubernetes.io/managed-by" $root.Release.Service -}}
{{- $_ := set $labels "helm.sh/chart" (printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_") -}}
{{- $labels = mergeOverwrite $labels $root.Values.commonLabels -}}
{{- if gt (len .) 2 -}}
{{- $labels = mergeOverwrite $labels (index . 2) -}}
{{- end -}}
{{- toYaml $labels -}}
{{- end -}}

{{/* Of the streamer it is the release's. Takes (list $ COMPONENT). */}}
{{- define "odradek.componentName" -}}
{{- include "odradek.fullname" (index . 0) -}}
{{- if ne (index . 1) "streamer" }}-{{ index . 1 }}{{ end -}}
{{- end -}}

{{/* What has an HTTP port, as a YAML list of components. */}}
{{- define "odradek.services" -}}
- streamer
{{- if .Values.evaluate.enabled }}
- evaluate
{{- end }}
{{- end -}}

{{- define "odradek.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "odradek.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Takes (list $ IMAGE DEFAULT-TAG). A digest wins: it is what is really meant by "this one and no other". */}}
{{- define "odradek.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $root.Values.imageRegistry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest -}}
@{{ $image.digest }}
{{- else -}}
:{{ default (index . 2) $image.tag }}
{{- end -}}
{{- end -}}

{{/* A value as text: without it 16777216 would become 1.6777216e+07. */}}
{{- define "odradek.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) -}}
{{- . | int64 -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}
