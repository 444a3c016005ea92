import { Size } from 'cdk8s';
import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import { Cpu } from '../../border/cpu';
import { KubernetesVersion } from '../../cluster/kubernetes-version';
import { Manifest } from '../../manifest/manifest';
import { apiServerEgress } from '../../platform/api-server-egress';
import { dnsEgress } from '../../platform/dns-egress';
import { ImagePullPolicy } from '../../pod/image-pull-policy';
import { Resources } from '../../pod/resources/resources';
import { containerSecurity, NON_ROOT, podSecurity } from '../../pod/security';
import { SELECTOR_LABEL, workloadLabels } from '../../pod/workload-labels';
import { gap } from '../scaling/gap';
import { OffHours } from '../scaling/off-hours';
import { ServicePlan } from '../service-plan';

/** The objects that put a service to rest by CronJobs, by the id of their construct. */
export function offHoursManifests(plan: ServicePlan, offHours: OffHours): { [id: string]: Manifest } {
  const account = offHours._account(plan.name);
  const change = changeOf(plan, offHours);
  // the release is not theirs: a new version of the model leaves them as they are
  const labels = workloadLabels({ name: account, component: 'off-hours', scopeLabels: plan.scope.labels });
  const metadata = (name: string) => ({ labels, name, namespace: plan.namespace });
  const job = (name: string, times: Times, replicas: number): Manifest => ({
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: metadata(name), spec: cronJob(plan, offHours, labels, times, change.command(replicas)),
  });
  const { down, up } = offHours._props;
  return {
    OffHoursAccount: { apiVersion: 'v1', automountServiceAccountToken: false, kind: 'ServiceAccount', metadata: metadata(account) },
    OffHoursRole: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: metadata(account), rules: [change.rule] },
    OffHoursRoleBinding: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: metadata(account),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: plan.namespace }],
    },
    OffHoursNetworkPolicy: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: metadata(account),
      spec: {
        egress: [dnsEgress(plan.scope.cluster), apiServerEgress(plan.scope.cluster)],
        ingress: [],
        podSelector: { matchLabels: { [SELECTOR_LABEL]: account } },
        policyTypes: ['Ingress', 'Egress'],
      },
    },
    OffHoursDown: job(offHours._downName(plan.name), { schedule: down, patience: Math.min(EVENING, gap(down, up) ?? HOUR) }, offHours._downReplicas),
    OffHoursUp: job(offHours._upName(plan.name), { schedule: up, patience: gap(up, down) ?? HOUR }, offHours._upReplicas(plan.scaling.min)),
  };
}

/**
 * The one change that the account may make. kubectl reads what it patches, hence `get`.
 *
 * An autoscaler does nothing while its target has 0 replicas and wakes with the first; above 0 it would put its own minimum back at once, so its
 * minimum is what has to change.
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation
 */
function changeOf(plan: ServicePlan, offHours: OffHours): { readonly rule: object; command(replicas: number): string[] } {
  const { deployment, autoscaler } = plan.names;
  if (!plan.scaling._fixed && offHours._downReplicas > 0) {
    return {
      rule: { apiGroups: ['autoscaling'], resourceNames: [autoscaler], resources: ['horizontalpodautoscalers'], verbs: ['get', 'patch'] },
      command: (replicas) => ['patch', 'horizontalpodautoscaler', autoscaler, '--type=merge', `--patch={"spec":{"minReplicas":${replicas}}}`],
    };
  }
  return {
    rule: { apiGroups: ['apps'], resourceNames: [deployment], resources: ['deployments/scale'], verbs: ['get', 'patch'] },
    command: (replicas) => ['patch', 'deployment', deployment, '--subresource=scale', '--type=merge', `--patch={"spec":{"replicas":${replicas}}}`],
  };
}

function cronJob(plan: ServicePlan, offHours: OffHours, labels: { [key: string]: string }, times: Times, args: string[]): CronJobSpec {
  const version = plan.scope.cluster?.version ?? KubernetesVersion.V1_35;
  // a Job's deadline counts from its own start: one that begins as late as it may still ends before the next change, and does not undo it
  const half = Math.floor(times.patience / 2);
  return {
    concurrencyPolicy: 'Replace',
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      metadata: { labels },
      spec: {
        activeDeadlineSeconds: half,
        backoffLimit: triesIn(half),
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: true,
            containers: [{
              args,
              env: [{ name: 'HOME', value: '/tmp' }],
              image: offHours._jobs.image ?? `registry.k8s.io/kubectl:${version}.0`,
              imagePullPolicy: offHours._jobs.imagePullPolicy ?? inherited(plan.server.imagePullPolicy),
              name: 'kubectl',
              resources: Resources.guaranteed({ cpu: Cpu.millis(100), memory: Size.mebibytes(128) })._render(CACHE_MEBIBYTES * 1024 * 1024, {}),
              securityContext: containerSecurity(true),
              volumeMounts: [{ mountPath: '/tmp', name: 'cache' }],
            }],
            enableServiceLinks: false,
            imagePullSecrets: plan.scope.imagePullSecrets?.map((name) => ({ name })),
            restartPolicy: 'Never',
            securityContext: podSecurity(NON_ROOT, NON_ROOT),
            serviceAccountName: offHours._account(plan.name),
            volumes: [{ emptyDir: { sizeLimit: `${CACHE_MEBIBYTES}Mi` }, name: 'cache' }],
          },
        },
      },
    },
    schedule: times.schedule,
    startingDeadlineSeconds: half,
    successfulJobsHistoryLimit: 1,
    timeZone: offHours._props.timeZone,
  };
}

/** When a change is made, and within how many seconds it has to be over. */
interface Times {
  readonly schedule: string;
  readonly patience: number;
}

const HOUR = 3600;
const EVENING = 2 * HOUR;

/**
 * Tries that fill a time: the back-off of a Job doubles from 10 s to at most 10 minutes.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/job/job_controller.go
 */
function triesIn(seconds: number): number {
  const doubled = [10, 20, 40, 80, 160, 320];
  const rest = seconds - doubled.reduce((sum, wait) => sum + wait);
  return doubled.length + Math.max(0, Math.ceil(rest / 600));
}

/** The server's image may be put on the nodes by hand; kubectl's has to be fetched. */
function inherited(serverPolicy: string): string {
  return serverPolicy === ImagePullPolicy.NEVER ? ImagePullPolicy.IF_NOT_PRESENT : serverPolicy;
}

/** kubectl keeps what it learns of the API in its home folder. */
const CACHE_MEBIBYTES = 16;
