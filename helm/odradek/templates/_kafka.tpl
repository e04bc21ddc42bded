{{/*
How Kafka is reached: one properties file, in a ConfigMap, without any secret. What is secret stays in your Secrets, which
are mounted below /etc/odradek/kafka and read by Kafka's own DirectoryConfigProvider.
*/}}

{{- define "odradek.kafka.directory" -}}/etc/odradek/kafka{{- end -}}

{{/* Refers to a file of a mounted Secret. Takes (list DIRECTORY KEY). */}}
{{- define "odradek.kafka.reference" -}}
${secret:{{ include "odradek.kafka.directory" . }}/{{ index . 0 }}:{{ index . 1 }}}
{{- end -}}

{{/*
The same for other credentials, those of a job, as context for the templates below: YAML of a dict.
Takes (list $ CREDENTIALS).
*/}}
{{- define "odradek.kafka.as" -}}
{{- $kafka := deepCopy (index . 0).Values.kafka -}}
{{- with index . 1 -}}
{{- with .configSecret }}{{ $_ := set $kafka.configSecret "name" . }}{{ end -}}
{{- with .clientSecret }}{{ $_ := set $kafka.tls.clientSecret "name" . }}{{ end -}}
{{- with .userSecret }}{{ $_ := set $kafka.sasl.secret "name" . }}{{ end -}}
{{- with .username }}{{ $_ := set $kafka.sasl "username" . }}{{ end -}}
{{- end -}}
{{- toYaml (dict "Values" (dict "kafka" $kafka)) -}}
{{- end -}}

{{/* The settings as YAML: what tls and sasl say, below what kafka.properties says. */}}
{{- define "odradek.kafka.settings" -}}
{{- $kafka := .Values.kafka -}}
{{- $settings := dict -}}
{{- if or $kafka.tls.enabled $kafka.sasl.mechanism -}}
{{- $protocol := ternary "SSL" "PLAINTEXT" $kafka.tls.enabled -}}
{{- if $kafka.sasl.mechanism -}}
{{- $protocol = printf "SASL_%s" $protocol -}}
{{- end -}}
{{- $_ := set $settings "security.protocol" $protocol -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.caSecret.name -}}
{{- $_ := set $settings "ssl.truststore.type" "PEM" -}}
{{- $_ := set $settings "ssl.truststore.location" (printf "%s/ca/%s" (include "odradek.kafka.directory" .) $kafka.tls.caSecret.key) -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.clientSecret.name -}}
{{- $_ := set $settings "ssl.keystore.type" "PEM" -}}
{{- $_ := set $settings "ssl.keystore.certificate.chain" (include "odradek.kafka.reference" (list "client" $kafka.tls.clientSecret.certificateKey)) -}}
{{- $_ := set $settings "ssl.keystore.key" (include "odradek.kafka.reference" (list "client" $kafka.tls.clientSecret.privateKeyKey)) -}}
{{- end -}}
{{- if $kafka.sasl.mechanism -}}
{{- $module := ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq $kafka.sasl.mechanism "PLAIN") -}}
{{- $user := default (include "odradek.kafka.reference" (list "user" $kafka.sasl.secret.usernameKey)) $kafka.sasl.username -}}
{{- $password := include "odradek.kafka.reference" (list "user" $kafka.sasl.secret.passwordKey) -}}
{{- $_ := set $settings "sasl.mechanism" $kafka.sasl.mechanism -}}
{{- $_ := set $settings "sasl.jaas.config" (printf "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";" $module $user $password) -}}
{{- end -}}
{{- range $key, $value := $kafka.properties -}}
{{- $_ := set $settings $key (include "odradek.text" $value) -}}
{{- end -}}
{{- if and (contains "${secret:" (toJson $settings)) (not (hasKey $settings "config.providers")) -}}
{{- $_ := set $settings "config.providers" "secret" -}}
{{- $_ := set $settings "config.providers.secret.class" "org.apache.kafka.common.config.provider.DirectoryConfigProvider" -}}
{{- $_ := set $settings "config.providers.secret.param.allowed.paths" (include "odradek.kafka.directory" .) -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/* The properties file; empty where Kafka needs none. A backslash is doubled, as Java's properties want it. */}}
{{- define "odradek.kafka.file" -}}
{{- range $key, $value := include "odradek.kafka.settings" . | fromYaml -}}
kafka.{{ $key }}={{ $value | replace "\\" "\\\\" | replace "\n" "\\n" }}
{{ end -}}
{{- end -}}

{{/* "true" where containers get --config. */}}
{{- define "odradek.kafka.hasFile" -}}
{{- if or .Values.kafka.configSecret.name (include "odradek.kafka.file" .) -}}true{{- end -}}
{{- end -}}

{{- define "odradek.kafka.args" -}}
{{- if include "odradek.kafka.hasFile" . -}}
- --config
- {{ include "odradek.kafka.directory" . }}/config/{{ empty .Values.kafka.configSecret.name | ternary "kafka.properties" .Values.kafka.configSecret.key }}
{{- end -}}
{{- end -}}

{{/* Takes (list $ CONFIGMAP): a hook runs before the release's own ConfigMap is there. */}}
{{- define "odradek.kafka.volumes" -}}
{{- $root := index . 0 -}}
{{- $kafka := $root.Values.kafka -}}
{{- if $kafka.configSecret.name }}
- name: kafka-config
  secret:
    secretName: {{ $kafka.configSecret.name }}
    defaultMode: 0440
{{- else if include "odradek.kafka.hasFile" $root }}
- name: kafka-config
  configMap:
    name: {{ index . 1 }}
{{- end }}
{{- if and $kafka.tls.enabled $kafka.tls.caSecret.name }}
- name: kafka-ca
  secret:
    secretName: {{ $kafka.tls.caSecret.name }}
    defaultMode: 0440
    items:
      - key: {{ $kafka.tls.caSecret.key }}
        path: {{ $kafka.tls.caSecret.key }}
{{- end }}
{{- if and $kafka.tls.enabled $kafka.tls.clientSecret.name }}
- name: kafka-client
  secret:
    secretName: {{ $kafka.tls.clientSecret.name }}
    defaultMode: 0440
    items:
      - key: {{ $kafka.tls.clientSecret.certificateKey }}
        path: {{ $kafka.tls.clientSecret.certificateKey }}
      - key: {{ $kafka.tls.clientSecret.privateKeyKey }}
        path: {{ $kafka.tls.clientSecret.privateKeyKey }}
{{- end }}
{{- if $kafka.sasl.mechanism }}
- name: kafka-user
  secret:
    secretName: {{ $kafka.sasl.secret.name }}
    defaultMode: 0440
    items:
      {{- if not $kafka.sasl.username }}
      - key: {{ $kafka.sasl.secret.usernameKey }}
        path: {{ $kafka.sasl.secret.usernameKey }}
      {{- end }}
      - key: {{ $kafka.sasl.secret.passwordKey }}
        path: {{ $kafka.sasl.secret.passwordKey }}
{{- end }}
{{- end -}}

{{- define "odradek.kafka.mounts" -}}
{{- $kafka := .Values.kafka -}}
{{- $directory := include "odradek.kafka.directory" . -}}
{{- if include "odradek.kafka.hasFile" . }}
- name: kafka-config
  mountPath: {{ $directory }}/config
  readOnly: true
{{- end }}
{{- if and $kafka.tls.enabled $kafka.tls.caSecret.name }}
- name: kafka-ca
  mountPath: {{ $directory }}/ca
  readOnly: true
{{- end }}
{{- if and $kafka.tls.enabled $kafka.tls.clientSecret.name }}
- name: kafka-client
  mountPath: {{ $directory }}/client
  readOnly: true
{{- end }}
{{- if $kafka.sasl.mechanism }}
- name: kafka-user
  mountPath: {{ $directory }}/user
  readOnly: true
{{- end }}
{{- end -}}

{{/* The ports of the bootstrap servers, each once, as a YAML list. */}}
{{- define "odradek.kafka.ports" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.kafka.bootstrapServers -}}
{{- $ports = append $ports (splitList ":" (trim .) | last) -}}
{{- end -}}
{{- $ports | uniq | toYaml -}}
{{- end -}}
