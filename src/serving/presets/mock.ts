import { Duration, Size } from 'cdk8s';
import { factsOf } from './facts-of';
import { Cpu } from '../../border/cpu';
import { show } from '../../border/problems';
import { Config } from '../../pod/config/config';
import { ImagePullPolicy } from '../../pod/image-pull-policy';
import { Probe } from '../../pod/lifecycle/probe';
import { Resources } from '../../pod/resources/resources';
import { ServerFacts } from '../server-facts';

/** A server that answers fixed JSON and needs no model. */
export interface MockServerProps {
  /**
   * Paths, and for each the JSON that it answers, whatever the method and body.
   * @default - `/predict` answers `{"prediction":"mock"}`
   */
  readonly routes?: { readonly [path: string]: string };
  /**
   * An image in the shape of nginx-unprivileged: configuration in /etc/nginx/conf.d, uid 101, everything it writes below /tmp.
   * @default nginxinc/nginx-unprivileged:1.27.5-alpine
   */
  readonly image?: string;
  /**
   * When a node fetches the image.
   * @default ImagePullPolicy.ALWAYS
   */
  readonly imagePullPolicy?: ImagePullPolicy;
}

const PORT = 8080;

/**
 * Facts of the mock: nginx without root rights, its routes in a ConfigMap.
 * @see https://github.com/nginx/docker-nginx-unprivileged
 */
export function mockServer(props: MockServerProps): ServerFacts {
  const routes = props.routes ?? { '/predict': '{"prediction":"mock"}' };
  const facts = factsOf({
    image: props.image ?? 'nginxinc/nginx-unprivileged:1.27.5-alpine',
    imagePullPolicy: props.imagePullPolicy,
    loadTime: Duration.seconds(5),
    longestRequest: Duration.seconds(5),
    imageSize: Size.mebibytes(64),
    uid: 101,
  }, {
    kind: 'mock',
    protocol: 'http',
    port: PORT,
    readiness: Probe.httpGet('/ready'),
    liveness: Probe.httpGet('/live'),
  });
  return {
    ...facts,
    configs: [Config.asFiles('/etc/nginx/conf.d', { 'default.conf': nginxConfiguration(routes) })],
    resources: Resources.guaranteed({ cpu: Cpu.millis(50), memory: Size.mebibytes(64) }),
    faults: faultsOf(routes),
  };
}

/** One `server` block of nginx. A `$` in an answer would start a variable, and nginx has no escape for it but a variable that holds one. */
function nginxConfiguration(routes: { readonly [path: string]: string }): string {
  const all: { [path: string]: string } = { '/ready': '{"status":"ready"}', '/live': '{"status":"live"}', ...routes };
  const answers = Object.keys(all).sort().map((path) => [
    `  location = ${quoted(path)} {`,
    `    return 200 ${quoted(all[path])};`,
    '  }',
  ].join('\n'));
  return [
    'geo $dollar {',
    '  default "$";',
    '}',
    'server {',
    `  listen ${PORT};`,
    '  server_name _;',
    '  default_type application/json;',
    '  access_log off;',
    '  client_max_body_size 0;',
    ...answers,
    '  location / {',
    '    return 404 "{\\"error\\":\\"no such route\\"}";',
    '  }',
    '}',
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\$/g, '${dollar}')}"`;
}

/** nginx reads its configuration in pieces of 4096 bytes, and one parameter has to fit into a piece. */
const LONGEST_ANSWER = 4000;

function faultsOf(routes: { readonly [path: string]: string }): string[] {
  const faults: string[] = [];
  for (const [path, json] of Object.entries(routes)) {
    if (!/^\/[A-Za-z0-9/_.~:-]*$/.test(path)) {
      faults.push(`'server.routes' must have absolute paths, got ${show(path)}; write for example "/predict"`);
    }
    const bytes = Buffer.byteLength(quoted(String(json)));
    if (bytes > LONGEST_ANSWER) {
      faults.push(`'server.routes.${path}' must be at most ${LONGEST_ANSWER} bytes for nginx to read, got ${bytes}; shorten the answer`);
    }
    try {
      JSON.parse(json);
    } catch {
      faults.push(`'server.routes.${path}' must be JSON, got ${show(json)}; write for example '{"label":"cat"}'`);
    }
  }
  return faults;
}
