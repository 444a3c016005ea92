import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { isMap, mapOf, Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';
import { Faults } from './faults';

/** What a field has to be; a table says it of the fields below a map, a list with a table of those of the maps in a list. */
type Form = 'map' | 'list of maps' | 'list of texts' | 'text' | 'flag' | Table | readonly [Table];

interface Table {
  readonly [field: string]: Form;
}

const CONTAINER: Table = {
  command: 'list of texts',
  args: 'list of texts',
  ports: 'list of maps',
  resources: { requests: 'map', limits: 'map', claims: 'list of maps' },
  resizePolicy: 'list of maps',
  volumeMounts: 'list of maps',
  volumeDevices: 'list of maps',
  livenessProbe: 'map',
  readinessProbe: 'map',
  startupProbe: 'map',
  lifecycle: 'map',
  securityContext: 'map',
};

const POD: Table = {
  initContainers: [CONTAINER],
  containers: [CONTAINER],
  volumes: 'list of maps',
  resources: { requests: 'map', limits: 'map' },
  overhead: 'map',
  resourceClaims: 'list of maps',
  nodeName: 'text',
  nodeSelector: 'map',
  affinity: { nodeAffinity: 'map', podAffinity: 'map', podAntiAffinity: 'map' },
  tolerations: 'list of maps',
  topologySpreadConstraints: 'list of maps',
  schedulingGates: 'list of maps',
  schedulerName: 'text',
  priorityClassName: 'text',
  runtimeClassName: 'text',
  serviceAccountName: 'text',
  automountServiceAccountToken: 'flag',
  imagePullSecrets: 'list of maps',
  securityContext: 'map',
  hostNetwork: 'flag',
  hostPID: 'flag',
  hostIPC: 'flag',
  hostUsers: 'flag',
  hostAliases: 'list of maps',
  dnsConfig: 'map',
  readinessGates: 'list of maps',
};

const TEMPLATE: Table = { metadata: 'map', spec: POD };
const JOB: Table = { template: TEMPLATE, suspend: 'flag', podFailurePolicy: 'map', successPolicy: 'map' };

/** By kind, below the object. Fields of which another rule says that they are of the wrong kind are left to it. */
const FIELDS: { readonly [kind: string]: Table } = {
  'apps/Deployment': { spec: { template: TEMPLATE, strategy: { rollingUpdate: 'map' }, paused: 'flag' } },
  'apps/StatefulSet': { spec: { template: TEMPLATE, updateStrategy: { rollingUpdate: 'map' }, volumeClaimTemplates: 'list of maps', serviceName: 'text' } },
  'apps/DaemonSet': { spec: { template: TEMPLATE, updateStrategy: { rollingUpdate: 'map' } } },
  'apps/ReplicaSet': { spec: { template: TEMPLATE } },
  'ReplicationController': { spec: { template: TEMPLATE } },
  'batch/Job': { spec: JOB },
  'batch/CronJob': { spec: { jobTemplate: { metadata: 'map', spec: JOB }, suspend: 'flag' } },
  'Pod': { spec: POD },
  'ResourceQuota': { spec: { hard: 'map', scopes: 'list of texts', scopeSelector: { matchExpressions: [{ scopeName: 'text', operator: 'text', values: 'list of texts' }] } } },
  'LimitRange': { spec: { limits: [{ min: 'map', max: 'map', default: 'map', defaultRequest: 'map', maxLimitRequestRatio: 'map' }] } },
};
/** Kinds in the table that make no pods. */
const BOUNDS = ['ResourceQuota', 'LimitRange'];

/** Maps, lists, texts and flags in place of one another. */
export const fieldKinds: Rule = {
  id: 'ML-API-020',
  title: 'maps, lists, texts and flags stand where pods, workloads, quotas and limit ranges have them',
  severity: Severity.ERROR,
  why: 'The API server cannot decode the object and refuses it; what reads the manifest otherwise would take the default.',
  fix: 'Write the field as its API has it: a map as key: value, a list as lines that begin with a dash, a text in quotes, a flag as true or false without.',
  example: "Deployment 'chat': spec.template.spec.tolerations must be a list of maps, got 5; write it so",
  judges: [...WORKLOADS, ...BOUNDS],
  check(set, report) {
    for (const owner of [...set.templates.map((template) => template.owner), ...BOUNDS.flatMap((kind) => set.ofKind(kind))]) {
      const table = FIELDS[owner.kind];
      if (table && !fits(owner.manifest, table)) {
        say(new Faults(report, owner), owner, table);
      }
    }
  },
};

const isTable = (form: Form): form is Table => typeof form === 'object' && !Array.isArray(form);

/** Whether every field is of its kind; most objects are right, so that nothing is made for it. */
function fits(shape: Shape, table: Table): boolean {
  for (const field in shape) {
    const form = Object.hasOwn(table, field) ? table[field] : undefined;
    const value = shape[field];
    if (form === undefined || value === undefined || value === null) {
      continue;
    }
    if (!isOf(value, form) || (isTable(form) && !fits(value, form))) {
      return false;
    }
    if (Array.isArray(form)) {
      for (const item of value) {
        if (!fits(item, form[0])) {
          return false;
        }
      }
    }
  }
  return true;
}

/** The API server reads `null` as an empty one. */
const isListOfMaps = (value: unknown): boolean => Array.isArray(value) && value.every((item) => item === null || isMap(item));

/** Whether the value itself is of that kind, whatever is in it. */
function isOf(value: unknown, form: Form): boolean {
  switch (form) {
    case 'text': return typeof value === 'string';
    case 'flag': return typeof value === 'boolean';
    case 'list of texts': return Array.isArray(value) && value.every((item) => item === null || typeof item === 'string');
    case 'list of maps': return isListOfMaps(value);
    default: return Array.isArray(form) ? isListOfMaps(value) : isMap(value);
  }
}

function say(faults: Faults, { manifest }: Subject, table: Table): void {
  const below = (shape: Shape, forms: Table, path: string): void => {
    for (const [field, form] of Object.entries(forms)) {
      const value = shape[field];
      const at = `${path}${field}`;
      if (value === undefined || value === null) {
        continue;
      }
      if (!isOf(value, form)) {
        faults.must(at, called(form), value, remedy(value, form));
      } else if (isTable(form)) {
        below(value, form, `${at}.`);
      } else if (Array.isArray(form)) {
        (value as readonly Shape[]).forEach((item, i) => below(mapOf(item), form[0], `${at}[${i}].`));
      }
    }
  };
  below(manifest, table, '');
}

function called(form: Form): string {
  if (form === 'flag') {
    return 'true or false';
  }
  return typeof form === 'string' ? `a ${form}` : isTable(form) ? 'a map' : 'a list of maps';
}

function remedy(value: unknown, form: Form): string {
  if (form === 'text') {
    return 'put it in quotes';
  }
  if (form === 'list of texts' && Array.isArray(value)) {
    return 'put each of them in quotes';
  }
  return typeof value === 'string' ? 'take the quotes away, and write what stands in them as the field has it' : 'write it so';
}
