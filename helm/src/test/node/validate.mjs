// Reads a file with a JSON array of manifests and writes one array of complaints for each.
//
// The models are compiled JSON schemas: they say what is missing or of the wrong type, but pass over fields that they do
// not know. So each manifest is wrapped: a field that the model never looked at is unknown to it.
import { readFileSync } from "node:fs";

const schemas = {
  v1: "kubernetes-models/_schemas/IoK8sApiCoreV1",
  "apps/v1": "kubernetes-models/_schemas/IoK8sApiAppsV1",
  "autoscaling/v2": "kubernetes-models/_schemas/IoK8sApiAutoscalingV2",
  "batch/v1": "kubernetes-models/_schemas/IoK8sApiBatchV1",
  "networking.k8s.io/v1": "kubernetes-models/_schemas/IoK8sApiNetworkingV1",
  "policy/v1": "kubernetes-models/_schemas/IoK8sApiPolicyV1",
  "keda.sh/v1alpha1": "@kubernetes-models/keda/_schemas/KedaShV1alpha1",
  "monitoring.coreos.com/v1":
    "@kubernetes-models/prometheus-operator/_schemas/ComGithubPrometheusOperatorPrometheusOperatorPkgApisMonitoringV1",
};

function watched(value, path, unread) {
  if (value === null || typeof value !== "object") {
    return value;
  }
  const children = {};
  for (const key of Object.keys(value)) {
    unread.add(`${path}/${key}`);
  }
  return new Proxy(value, {
    get(target, key) {
      if (!Object.hasOwn(target, key)) {
        return Reflect.get(target, key);
      }
      unread.delete(`${path}/${key}`);
      return (children[key] ??= watched(target[key], `${path}/${key}`, unread));
    },
    ownKeys(target) {
      // A model that lists the keys takes any: labels, data, limits.
      Object.keys(target).forEach((key) => unread.delete(`${path}/${key}`));
      return Reflect.ownKeys(target);
    },
  });
}

async function complaints(manifest) {
  const prefix = schemas[manifest.apiVersion];
  if (!prefix) {
    return [`no model for apiVersion ${manifest.apiVersion}`];
  }
  const model = await import(new URL(`node_modules/${prefix}${manifest.kind}.js`, import.meta.url));
  const validate = model.validate ?? model.default.validate;
  const unread = new Set();
  const found = validate(watched(manifest, "", unread))
    ? []
    : validate.errors.map((error) => `${error.instancePath}: ${error.message ?? error.keyword} ${JSON.stringify(error.params)}`);
  return [...found, ...[...unread].map((path) => `${path}: unknown field`)];
}

const results = [];
for (const manifest of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  results.push(await complaints(manifest));
}
console.log(JSON.stringify(results));
