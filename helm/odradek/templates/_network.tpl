{{/* What every pod may reach: names, Kafka, and what else the values name. */}}
{{- define "odradek.network.egress" -}}
{{- with .Values.networkPolicy -}}
- to:
    {{- toYaml .dnsPeers | nindent 4 }}
  ports:
    {{- range .dnsPorts }}
    - port: {{ . | int }}
      protocol: UDP
    - port: {{ . | int }}
      protocol: TCP
    {{- end }}
- ports:
    {{- range default (include "odradek.kafka.ports" $ | fromYamlArray) .kafkaPorts }}
    - port: {{ . | int }}
      protocol: TCP
    {{- end }}
  {{- with .kafkaPeers }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- with .extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end -}}
{{- end -}}
