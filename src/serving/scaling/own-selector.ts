/** What the objects and the metrics of a service are called. */
export interface OwnNames {
  readonly deployment: string;
  readonly service: string;
  readonly namespace?: string;
}

/** Labels that tell of whom a metric was scraped: by the name of a pod, of its controller, of the Service or of the scrape job. */
const OF_WHOM: readonly string[] = ['pod', 'pod_name', 'deployment', 'service', 'job'];
/** Labels that a proxy's metric also has for whom it calls, as ingress-nginx has `service`. */
const OR_CALLED: readonly string[] = ['deployment', 'service'];
/** What the metrics of proxies begin with, of which those labels name whom they call. */
const PROXY = /^(nginx_ingress_controller|traefik|haproxy|kong|apisix|contour|istio|envoy|skipper|linkerd)_/;

/** How a pod's name ends that a Deployment made. */
const POD = '-7c9d8f6b54-x2k4p';
const ANY_POD = /-[a-z0-9]{1,10}-[a-z0-9]{5}$/;

const STRING = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const SELECTOR = new RegExp(String.raw`([A-Za-z_:][\w:]*)?\s*\{((?:[^{}"']|${STRING})*)\}`, 'g');
const MATCHER = new RegExp(String.raw`([A-Za-z_]\w*)\s*(=~|=|!~|!=)\s*(${STRING})`, 'g');

interface Matcher {
  readonly text: string;
  readonly label: string;
  readonly means: (value: string) => boolean;
}

/**
 * The first matcher of a PromQL query that picks what was scraped of the service itself: `pod=~"chat-.*"`, `job="chat"`. A selector that names somebody else too,
 * `{job="gateway", service="chat"}`, asks the other about the service; so does a metric of a proxy. A matcher that would pick everybody picks nobody.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors
 */
export function ownMatcher(query: string, names: OwnNames): string | undefined {
  for (const [, metric = '', inner] of query.matchAll(SELECTOR)) {
    const matchers = matchersOf(inner).filter(({ means }) => !isAnybody(means));
    const own = matchers.filter(({ label, means }) => ownValues(label, names).some(means));
    const others = matchers.some((matcher) => !own.includes(matcher));
    const found = own.find(({ label }) => !OR_CALLED.includes(label) || !(others || PROXY.test(metric)));
    if (found) {
      return found.text;
    }
  }
  return undefined;
}

function matchersOf(inner: string): Matcher[] {
  return [...inner.matchAll(MATCHER)].filter(([, label, operator]) => OF_WHOM.includes(label) && !operator.startsWith('!')).map(([text, label, operator, quoted]) => {
    const value = quoted.slice(1, -1).replace(/\\(.)/g, '$1');
    return { text, label, means: operator === '=' ? (name) => name === value || name === value.replace(ANY_POD, POD) : matching(value) };
  });
}

/** Prometheus anchors expressions at both ends; what it would refuse matches nothing. */
function matching(expression: string): (value: string) => boolean {
  try {
    const pattern = new RegExp(`^(?:${expression})$`);
    return (value) => pattern.test(value);
  } catch {
    return () => false;
  }
}

function ownValues(label: string, { deployment, namespace, service }: OwnNames): string[] {
  switch (label) {
    case 'deployment': return [deployment];
    case 'service': return [service];
    // the operator calls a job after the Service or, of a PodMonitor, after its namespace and name
    case 'job': return [service, deployment, ...namespace === undefined ? [] : [`${namespace}/${deployment}`]];
    default: return [`${deployment}${POD}`];
  }
}

function isAnybody(means: (value: string) => boolean): boolean {
  return means('') || means(`anybody${POD}`);
}
