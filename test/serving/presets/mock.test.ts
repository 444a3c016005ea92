import { ImagePullPolicy } from '../../../src/pod/image-pull-policy';
import { ModelServer } from '../../../src/serving/model-server';
import { chat, containerOf, one, podOf } from '../service';

const configuration = (routes?: { readonly [path: string]: string }) => one(chat({ resources: undefined, server: ModelServer.mock({ routes }) }), 'ConfigMap').data['default.conf'];

test('runs nginx without root rights, with a small request of its own', () => {
  const service = chat({ resources: undefined, server: ModelServer.mock() });
  expect(containerOf(service)).toMatchObject({
    image: 'nginxinc/nginx-unprivileged:1.27.5-alpine',
    imagePullPolicy: 'Always',
    ports: [{ containerPort: 8080, name: 'http' }],
    readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
    livenessProbe: { httpGet: { path: '/live', port: 'http' } },
    resources: { limits: { cpu: '50m', memory: '64Mi' }, requests: { cpu: '50m', memory: '64Mi' } },
    startupProbe: { failureThreshold: 3, periodSeconds: 5 },
    volumeMounts: [{ mountPath: '/etc/nginx/conf.d', name: 'config-0', readOnly: true }, { mountPath: '/tmp', name: 'writable-1' }],
  });
  expect(podOf(service)).toMatchObject({ securityContext: { runAsGroup: 101, runAsUser: 101 }, terminationGracePeriodSeconds: 15 });
});

test('answers /predict, /ready and /live, and 404 for everything else', () => {
  expect(configuration()).toBe(`geo $dollar {
  default "$";
}
server {
  listen 8080;
  server_name _;
  default_type application/json;
  access_log off;
  client_max_body_size 0;
  location = "/live" {
    return 200 "{\\"status\\":\\"live\\"}";
  }
  location = "/predict" {
    return 200 "{\\"prediction\\":\\"mock\\"}";
  }
  location = "/ready" {
    return 200 "{\\"status\\":\\"ready\\"}";
  }
  location / {
    return 404 "{\\"error\\":\\"no such route\\"}";
  }
}
`);
});

test('what nginx would read as its own is quoted', () => {
  expect(configuration({ '/a': '{"price":"$5 \\\\ {;}"}' })).toContain('return 200 "{\\"price\\":\\"${dollar}5 \\\\\\\\ {;}\\"}";');
});

test('its probes can answer what they shall', () => {
  expect(configuration({ '/ready': '{"status":"loading"}' })).toContain('return 200 "{\\"status\\":\\"loading\\"}";');
});

test('another image of that shape, from the node', () => {
  const server = ModelServer.mock({ image: 'registry.example.com/nginx:1', imagePullPolicy: ImagePullPolicy.NEVER });
  expect(containerOf(chat({ server }))).toMatchObject({ image: 'registry.example.com/nginx:1', imagePullPolicy: 'Never' });
  expect([server.image, server.port]).toEqual(['registry.example.com/nginx:1', 8080]);
});

test('other answers roll the pods', () => {
  const mapOf = (answer: string) => chat({ server: ModelServer.mock({ routes: { '/predict': answer } }) }).configMaps[0].name;
  expect(mapOf('1')).not.toBe(mapOf('2'));
});
