import { PodTemplate } from '../../reading/pod-template';
import { isMap, listOf, mapOf, mapsOf, Shape, textOf, written } from '../../reading/shape';
import { RESTRICTED_VOLUME_SOURCES, VOLUME_SOURCES } from '../../reading/volume-sources';

/** A level of the Pod Security Standards that refuses something. */
export type Level = 'baseline' | 'restricted';

/** A check of the Pod Security Standards: what of a pod is against it, each in a phrase that says what to set. */
interface Check {
  /** The levels that make it; restricted has a stricter one of its own in place of some of baseline's. */
  readonly levels: readonly Level[];
  violations(pod: Seen, minor: number): readonly string[];
}

/** A pod with the security contexts that nearly every check asks for. */
interface Seen {
  readonly template: PodTemplate;
  readonly spec: Shape;
  readonly context: Shape;
  readonly containers: readonly SeenContainer[];
}

interface SeenContainer {
  readonly name: string;
  readonly shape: Shape;
  readonly context: Shape;
}

const NOTHING: readonly string[] = [];

/** In this version a pod in a user namespace of its own was freed from some checks, and `host` in probes was refused the one before. */
const USER_NAMESPACES = 35;
const PROBE_HOSTS = 34;
const BOTH: readonly Level[] = ['baseline', 'restricted'];
const BASELINE: readonly Level[] = ['baseline'];
const RESTRICTED: readonly Level[] = ['restricted'];

/**
 * What a level of the Pod Security Standards, in the version of a Kubernetes minor, refuses of a pod; nothing if it is admitted.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/v1.36.0/staging/src/k8s.io/pod-security-admission/policy
 */
export function violationsOf(template: PodTemplate, level: Level, minor: number): string[] {
  const { spec } = template;
  const windows = mapOf(spec.os).name === 'windows';
  const containers = template.all.map(({ name, shape }) => ({ name, shape, context: mapOf(shape.securityContext) }));
  const pod = { template, spec, context: mapOf(spec.securityContext), containers };
  const found: string[] = [];
  for (const check of CHECKS) {
    if (check.levels.includes(level) && !(windows && NOT_FOR_WINDOWS.has(check))) {
      for (const violation of check.violations(pod, minor)) {
        found.push(violation);
      }
    }
  }
  return found;
}

/** The containers of which something holds, as a phrase names them. */
function each(pod: Seen, holds: (container: SeenContainer) => boolean, phrase: string): readonly string[] {
  if (!pod.containers.some(holds)) {
    return NOTHING;
  }
  const names = pod.containers.filter(holds).map(({ name }) => `'${name}'`);
  return [`${names.length > 1 ? 'containers' : 'container'} ${names.join(', ')} ${phrase}`];
}

const added = ({ context }: SeenContainer): readonly unknown[] => listOf(mapOf(context.capabilities).add);
const inUserNamespace = ({ spec }: Seen, minor: number): boolean => minor >= USER_NAMESPACES && spec.hostUsers === false;

const hostNamespaces: Check = {
  levels: BOTH,
  violations: ({ spec }) => ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true).map((field) => `the pod must not set ${field}`),
};

const privileged: Check = {
  levels: BOTH,
  violations: (pod) => each(pod, (container) => container.context.privileged === true, 'must not set securityContext.privileged'),
};

const BEYOND_BINDING = 'must not add capabilities other than NET_BIND_SERVICE';

/** True for a container that may lock memory and whose program may not: Kubernetes sets no ambient capabilities. @see https://github.com/kubernetes/enhancements/issues/2763 */
const locksInVain = (pod: Seen, container: SeenContainer): boolean => added(container).includes('IPC_LOCK') && container.context.allowPrivilegeEscalation === false
  && (container.context.runAsNonRoot ?? pod.context.runAsNonRoot) === true;

const capabilities: Check = {
  levels: RESTRICTED,
  violations: (pod) => [
    ...each(pod, (container) => !listOf(mapOf(container.context.capabilities).drop).includes('ALL'), 'must set securityContext.capabilities.drop: [ALL]'),
    ...each(pod, (container) => added(container).some((name) => name !== 'NET_BIND_SERVICE') && !locksInVain(pod, container), BEYOND_BINDING),
    ...each(pod, (container) => locksInVain(pod, container), `${BEYOND_BINDING} (IPC_LOCK has no effect in one that is not root and gains no privileges: what it may lock is the container runtime's limit)`),
  ],
};

/** Capabilities that Docker grants by default, which baseline lets a container add. */
const BASELINE_CAPABILITIES = new Set([
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT',
]);

const baselineCapabilities: Check = {
  levels: BASELINE,
  violations: (pod) => each(pod, (container) => added(container).some((name) => !BASELINE_CAPABILITIES.has(written(name))),
    'must not add capabilities beyond the default ones'),
};

const hostPorts: Check = {
  levels: BOTH,
  violations: (pod) => each(pod, ({ shape }) => mapsOf(shape.ports).some(({ hostPort }) => Boolean(hostPort)), 'must not set hostPort'),
};

const hostPaths: Check = {
  levels: BOTH,
  violations: ({ spec }) => mapsOf(spec.volumes).filter(({ hostPath }) => isMap(hostPath)).map(({ name }) => `volume '${written(name)}' must not be a hostPath`),
};

const volumeTypes: Check = {
  levels: RESTRICTED,
  violations: ({ spec }) => mapsOf(spec.volumes).flatMap((volume) => {
    const source = Object.keys(volume).find((key) => VOLUME_SOURCES.has(key) && isMap(volume[key]));
    return source === undefined || source === 'hostPath' || RESTRICTED_VOLUME_SOURCES.includes(source) ? [] : [`volume '${written(volume.name)}' must not be of type ${source}`];
  }),
};

const probeHosts: Check = {
  levels: BOTH,
  violations: (pod, minor) => (minor < PROBE_HOSTS ? NOTHING : each(pod, ({ shape }) => {
    const lifecycle = mapOf(shape.lifecycle);
    const actions = [shape.livenessProbe, shape.readinessProbe, shape.startupProbe, lifecycle.postStart, lifecycle.preStop].map(mapOf);
    return actions.some((action) => [action.httpGet, action.tcpSocket].some((handler) => Boolean(mapOf(handler).host)));
  }, 'must not set host in probes or lifecycle hooks')),
};

const allowPrivilegeEscalation: Check = {
  levels: RESTRICTED,
  violations: (pod) => each(pod, (container) => container.context.allowPrivilegeEscalation !== false, 'must set securityContext.allowPrivilegeEscalation: false'),
};

const runAsNonRoot: Check = {
  levels: RESTRICTED,
  violations: (pod, minor) => {
    if (inUserNamespace(pod, minor)) {
      return NOTHING;
    }
    const ofPod = pod.context.runAsNonRoot;
    const refused = ofPod === false ? ['the pod must not set securityContext.runAsNonRoot: false'] : [];
    return [...refused, ...each(pod, (container) => (container.context.runAsNonRoot ?? ofPod) !== true, 'must set securityContext.runAsNonRoot: true (or the pod)')];
  },
};

const runAsUser: Check = {
  levels: RESTRICTED,
  violations: (pod, minor) => (inUserNamespace(pod, minor) ? NOTHING : [
    ...pod.context.runAsUser === 0 ? ['the pod must not set securityContext.runAsUser: 0'] : [],
    ...each(pod, (container) => container.context.runAsUser === 0, 'must not set securityContext.runAsUser: 0'),
  ]),
};

const SECCOMP = ['RuntimeDefault', 'Localhost'];

const seccomp: Check = {
  levels: RESTRICTED,
  violations: (pod) => {
    const ofPod = mapOf(pod.context.seccompProfile).type;
    const refused = ofPod !== undefined && !SECCOMP.includes(ofPod) ? [`the pod must not set securityContext.seccompProfile.type ${written(ofPod)}`] : [];
    return [...refused, ...each(pod, (container) => !SECCOMP.includes(mapOf(container.context.seccompProfile).type ?? ofPod), 'must set securityContext.seccompProfile.type: RuntimeDefault (or the pod)')];
  },
};

const baselineSeccomp: Check = {
  levels: BASELINE,
  violations: (pod) => [
    ...mapOf(pod.context.seccompProfile).type === 'Unconfined' ? ['the pod must not set securityContext.seccompProfile.type Unconfined'] : [],
    ...each(pod, (container) => mapOf(container.context.seccompProfile).type === 'Unconfined', 'must not set securityContext.seccompProfile.type Unconfined'),
  ],
};

const procMount: Check = {
  levels: BASELINE,
  violations: (pod, minor) => (inUserNamespace(pod, minor) ? NOTHING : each(pod, hasProcMount, 'must not set securityContext.procMount')),
};

/** Restricted refuses it in a user namespace too. */
const restrictedProcMount: Check = {
  levels: RESTRICTED,
  violations: (pod) => each(pod, hasProcMount, 'must not set securityContext.procMount'),
};

function hasProcMount(container: SeenContainer): boolean {
  const value = textOf(container.context.procMount);
  return value !== undefined && value !== 'Default';
}

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

const seLinux: Check = {
  levels: BOTH,
  violations: (pod) => {
    const refused = (securityContext: Shape): boolean => {
      const { type, user, role } = mapOf(securityContext.seLinuxOptions);
      return !SELINUX_TYPES.includes(type ?? '') || Boolean(user) || Boolean(role);
    };
    return [
      ...refused(pod.context) ? ['the pod must not set such seLinuxOptions'] : [],
      ...each(pod, (container) => refused(container.context), 'must not set such seLinuxOptions'),
    ];
  },
};

const APPARMOR = ['RuntimeDefault', 'Localhost'];
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

const appArmor: Check = {
  levels: BOTH,
  violations: (pod) => {
    const refused = ({ appArmorProfile: profile }: Shape): boolean => isMap(profile) && !APPARMOR.includes(profile.type);
    const annotations = mapOf(pod.template.metadata.annotations);
    const unconfined = Object.keys(annotations).filter((key) => key.startsWith(APPARMOR_ANNOTATION) && !/^(|runtime\/default|localhost\/.*)$/.test(written(annotations[key])));
    return [
      ...refused(pod.context) ? ['the pod must not set such an appArmorProfile'] : [],
      ...each(pod, (container) => refused(container.context), 'must not set such an appArmorProfile'),
      ...unconfined.map((key) => `the pod must not carry annotation ${key} ${written(annotations[key])}`),
    ];
  },
};

const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem',
]);

const sysctls: Check = {
  levels: BOTH,
  violations: (pod) => mapsOf(pod.context.sysctls).filter(({ name }) => !SAFE_SYSCTLS.has(name)).map(({ name }) => `the pod must not set sysctl ${written(name)}`),
};

const windowsHostProcess: Check = {
  levels: BOTH,
  violations: (pod) => [
    ...mapOf(pod.context.windowsOptions).hostProcess === true ? ['the pod must not set windowsOptions.hostProcess'] : [],
    ...each(pod, (container) => mapOf(container.context.windowsOptions).hostProcess === true, 'must not set windowsOptions.hostProcess'),
  ],
};

const CHECKS: readonly Check[] = [
  hostNamespaces, privileged, baselineCapabilities, hostPorts, hostPaths, probeHosts,
  procMount, seLinux, appArmor, sysctls, baselineSeccomp, windowsHostProcess,
  runAsNonRoot, runAsUser, allowPrivilegeEscalation, capabilities, seccomp, volumeTypes, restrictedProcMount,
];
const NOT_FOR_WINDOWS: ReadonlySet<Check> = new Set([allowPrivilegeEscalation, capabilities, seccomp]);
