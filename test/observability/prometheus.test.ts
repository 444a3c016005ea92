import { Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { PrometheusConfig } from '../../src/observability/prometheus-config';
import { PrometheusScrape } from '../../src/observability/prometheus-scrape';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { one, prod, problemsOf } from '../serving/service';

interface Relabeling {
  readonly action: string;
  readonly regex?: string;
  readonly replacement?: string;
  readonly source_labels: string[];
  readonly target_label?: string;
}

/** What Prometheus makes of a pod: its labels after the relabeling, or nothing if it is dropped. */
function discovered(pod: { readonly [meta: string]: string }): { readonly [label: string]: string } | undefined {
  const [{ relabel_configs: steps }] = parse(PrometheusScrape.annotatedPods()).scrape_configs as { relabel_configs: Relabeling[] }[];
  const labels: { [label: string]: string } = { __address__: '10.0.0.1:8000', __metrics_path__: '/metrics' };
  for (const [key, value] of Object.entries(pod)) {
    labels[`__meta_kubernetes_${key}`] = value;
  }
  for (const { action, regex = '(.*)', replacement = '$1', source_labels: sources, target_label: target } of steps) {
    const match = new RegExp(`^(?:${regex})$`).exec(sources.map((source) => labels[source] ?? '').join(';'));
    if ((action === 'keep' && !match) || (action === 'drop' && match)) {
      return undefined;
    }
    if (action === 'replace' && match) {
      labels[target!] = replacement.replace(/\$(\d)/g, (_, group) => match[Number(group)]);
    }
  }
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('__meta_')));
}

const POD = {
  namespace: 'team-a',
  pod_ip: '10.0.0.1',
  pod_name: 'chat-1',
  pod_phase: 'Running',
  pod_annotation_prometheus_io_scrape: 'true',
  pod_annotation_prometheus_io_port: '9100',
  pod_annotation_prometheus_io_path: '/stats',
  pod_label_app_kubernetes_io_name: 'chat',
  pod_label_cdk8s_ml_dev_model: 'sentiment',
  pod_label_cdk8s_ml_dev_model_version: '1.2.0',
};

test('an annotated pod is scraped at its port and path, with the model on every series', () => {
  expect(discovered(POD)).toEqual({
    __address__: '10.0.0.1:9100', __metrics_path__: '/stats', namespace: 'team-a', pod: 'chat-1', service: 'chat', model: 'sentiment', model_version: '1.2.0',
  });
});

test('an IPv6 address stands in brackets', () => {
  expect(discovered({ ...POD, pod_ip: '2001:db8::7' })?.__address__).toBe('[2001:db8::7]:9100');
});

test('pods that are not annotated, or no longer run, are left alone', () => {
  expect(discovered({ ...POD, pod_annotation_prometheus_io_scrape: 'false' })).toBeUndefined();
  expect(discovered({ pod_ip: '10.0.0.1' })).toBeUndefined();
  expect(discovered({ ...POD, pod_phase: 'Succeeded' })).toBeUndefined();
});

test('looks in all namespaces, or in those that are named', () => {
  const [all] = parse(PrometheusScrape.annotatedPods()).scrape_configs;
  const [some] = parse(PrometheusScrape.annotatedPods(['a', 'b'])).scrape_configs;
  expect(all.kubernetes_sd_configs).toEqual([{ role: 'pod' }]);
  expect(some.kubernetes_sd_configs).toEqual([{ namespaces: { names: ['a', 'b'] }, role: 'pod' }]);
});

describe('PrometheusConfig', () => {
  test('is a ConfigMap of its id, in the namespace of its scope, with one file', () => {
    const team = new MlNamespace(prod(), 'observe', { owner: 'sre', costCenter: 'cc' });
    const config = new PrometheusConfig(team, 'prometheus');
    expect(one(config, 'ConfigMap')).toEqual({
      apiVersion: 'v1',
      data: { 'prometheus.yml': PrometheusScrape.annotatedPods() },
      kind: 'ConfigMap',
      metadata: { labels: { 'cdk8s-ml.dev/cost-center': 'cc', 'cdk8s-ml.dev/owner': 'sre', 'owner': 'sre' }, name: 'prometheus', namespace: 'observe' },
    });
    expect([config.name, config.configMap.kind]).toEqual(['prometheus', 'ConfigMap']);
  });

  test('has another name and looks in some namespaces, if asked', () => {
    const chart = new Chart(Testing.app(), 'c');
    new PrometheusConfig(chart, 'prometheus', { name: 'scrapes', namespaces: ['team-a'] });
    expect(one(chart, 'ConfigMap', 'scrapes').data['prometheus.yml']).toBe(PrometheusScrape.annotatedPods(['team-a']));
  });

  test('names every violation', () => {
    expect(problemsOf(() => new PrometheusConfig(prod(), 'Prometheus', { namespaces: ['a', 'Team_A'] }))).toEqual([
      "[prod/Prometheus] 'id' must be a DNS label (at most 63 of a-z, 0-9 and '-', starting with a letter, ending with a letter or digit), got \"Prometheus\"; use for example \"prometheus\"",
      "[prod/Prometheus] 'namespaces[1]' must be the name of a namespace, got \"Team_A\"; copy it from 'kubectl get namespaces'",
    ]);
  });
});
