import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { copiedClaim, snapshot, SNAPSHOTS } from './cache-claims';
import { CachePlan, publisherOf, REVISION } from './cache-plan';
import { cacheJob, podSpec } from './filling-job';
import { Cpu } from '../../border/cpu';
import { Manifest } from '../../manifest/manifest';
import { Config } from '../../pod/config/config';
import { configMapManifests } from '../../pod/config/config-map-manifests';
import { Resources } from '../../pod/resources/resources';
import { containerSecurity } from '../../pod/security';

const PROGRAM = '/opt/model-cache';
/** Where clients of the API look for who they are. */
const CREDENTIALS = '/var/run/secrets/kubernetes.io/serviceaccount';
const LITTLE = Resources.guaranteed({ cpu: Cpu.millis(50), memory: Size.mebibytes(64) });

/** Seconds between a Job's end and the copy: kubelet unmounts the volumes of a pod that has ended within seconds, and a file system that is mounted is no clean copy. */
export const SETTLING = 60;

/** What the copy is made by, as the API calls it: the object, its resource, and its path. */
interface Copy {
  readonly object: Manifest;
  readonly group: string;
  readonly resource: string;
  readonly root: string;
}

function copyOf(plan: CachePlan): Copy {
  return plan.props.storage._kind === 'snapshotted'
    ? { object: snapshot(plan), group: SNAPSHOTS, resource: 'volumesnapshots', root: `/apis/${SNAPSHOTS}/v1` }
    : { object: copiedClaim(plan), group: '', resource: 'persistentvolumeclaims', root: '/api/v1' };
}

/** The ConfigMap with the program and with the object that it makes. */
export function publishingConfig(plan: CachePlan): Config {
  // the server says in which namespace it stands
  const { metadata: { namespace, ...metadata }, ...object } = copyOf(plan).object;
  return Config.asFiles(PROGRAM, {
    'object.json': `${JSON.stringify({ ...object, metadata }, undefined, 2)}\n`,
    'publish.py': readFileSync(join(__dirname, 'publish.py'), 'utf8'),
  }, { name: publisherOf(plan.name) });
}

/** The ConfigMap of the publisher, as an object. */
export function publishingConfigMap({ name, namespace, publisherLabels: labels }: CachePlan, config: Config): Manifest {
  return configMapManifests([config], { name, namespace, labels })[0];
}

/** What the publisher may do: look at the one Job, and make the copy. To make something cannot be allowed by name. */
export function publisherRules(plan: CachePlan, job: string): object[] {
  const { group, resource, object } = copyOf(plan);
  return [
    { apiGroups: ['batch'], resourceNames: [job], resources: ['jobs'], verbs: ['get'] },
    { apiGroups: [group], resources: [resource], verbs: ['create'] },
    { apiGroups: [group], resourceNames: [object.metadata.name!], resources: [resource], verbs: ['get'] },
  ];
}

/**
 * The Job that makes the readers' copy when the other one is done: nobody else does something when a Job ends. It has no rights where the model comes from,
 * and who fetches has none in the cluster.
 */
export function publishingJob(plan: CachePlan, filling: string, config: Config): Manifest {
  const { publisherLabels: labels, name, placement, props, revision, fetching } = plan;
  const { root, resource } = copyOf(plan);
  const [{ image, imagePullPolicy }] = fetching.initContainers;
  return cacheJob(plan, publisherOf(name), {
    metadata: { labels: { ...labels, [REVISION]: revision } },
    spec: podSpec(plan, {
      containers: [{
        args: [
          `--job=${filling}`, `--object=${PROGRAM}/object.json`, `--root=${root}`, `--resource=${resource}`, `--settle=${SETTLING}`,
          ...props.storage._kind === 'snapshotted' ? ['--until-ready'] : [],
        ],
        command: ['python3', `${PROGRAM}/publish.py`],
        env: [{ name: 'PYTHONDONTWRITEBYTECODE', value: '1' }],
        image,
        imagePullPolicy,
        name: 'publish',
        resources: LITTLE._render(0, {}),
        securityContext: containerSecurity(true),
        terminationMessagePolicy: 'FallbackToLogsOnError',
        volumeMounts: [{ mountPath: PROGRAM, name: 'program', readOnly: true }, { mountPath: CREDENTIALS, name: 'api-access', readOnly: true }],
      }],
      serviceAccountName: publisherOf(name),
      // it needs no node of a kind, and those of the other Job may be all that there are
      tolerations: placement._tolerations,
      volumes: [
        { configMap: { name: config._name(name) }, name: 'program' },
        {
          name: 'api-access',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3600, path: 'token' } },
              { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
              { downwardAPI: { items: [{ fieldRef: { fieldPath: 'metadata.namespace' }, path: 'namespace' }] } },
            ],
          },
        },
      ],
    }),
  });
}
