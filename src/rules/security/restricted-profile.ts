import { ContainerView, PodTemplate } from '../pod-template';
import { isMap, listOf, mapOf, mapsOf, Shape, textOf } from '../shape';
import { RESTRICTED_VOLUME_SOURCES, VOLUME_SOURCES } from '../volume-sources';

/** A level of the Pod Security Standards that refuses something. */
export type Level = 'baseline' | 'restricted';

/** A check of the Pod Security Standards: what of a pod is against it, each in a phrase that says what to set. */
interface Check {
  /** The levels that make it; restricted has a stricter one of its own in place of some of baseline's. */
  readonly levels: readonly Level[];
  violations(pod: PodTemplate, minor: number): string[];
}

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
export function violationsOf(pod: PodTemplate, level: Level, minor: number): string[] {
  const windows = mapOf(pod.spec.os).name === 'windows';
  const found: string[] = [];
  for (const check of CHECKS) {
    if (check.levels.includes(level) && !(windows && NOT_FOR_WINDOWS.has(check))) {
      found.push(...check.violations(pod, minor));
    }
  }
  return found;
}

/** The containers of which something holds, as a phrase names them. */
function each(pod: PodTemplate, holds: (container: ContainerView) => boolean, phrase: string): string[] {
  const names = pod.all.filter(holds).map(({ name }) => `'${name}'`);
  return names.length > 0 ? [`${names.length > 1 ? 'containers' : 'container'} ${names.join(', ')} ${phrase}`] : [];
}

const context = ({ shape }: ContainerView): Shape => mapOf(shape.securityContext);
const added = (container: ContainerView): readonly unknown[] => listOf(mapOf(context(container).capabilities).add);
const podContext = ({ spec }: PodTemplate): Shape => mapOf(spec.securityContext);
const inUserNamespace = ({ spec }: PodTemplate, minor: number): boolean => minor >= USER_NAMESPACES && spec.hostUsers === false;

const hostNamespaces: Check = {
  levels: BOTH,
  violations: ({ spec }) => ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true).map((field) => `the pod must not set ${field}`),
};

const privileged: Check = {
  levels: BOTH,
  violations: (pod) => each(pod, (container) => context(container).privileged === true, 'must not set securityContext.privileged'),
};

const capabilities: Check = {
  levels: RESTRICTED,
  violations: (pod) => [
    ...each(pod, (container) => !listOf(mapOf(context(container).capabilities).drop).includes('ALL'), 'must set securityContext.capabilities.drop: [ALL]'),
    ...each(pod, (container) => added(container).some((name) => name !== 'NET_BIND_SERVICE'), 'must not add capabilities other than NET_BIND_SERVICE'),
  ],
};

/** Capabilities that Docker grants by default, which baseline lets a container add. */
const BASELINE_CAPABILITIES = new Set([
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT',
]);

const baselineCapabilities: Check = {
  levels: BASELINE,
  violations: (pod) => each(pod, (container) => added(container).some((name) => !BASELINE_CAPABILITIES.has(String(name))),
    'must not add capabilities beyond the default ones'),
};

const hostPorts: Check = {
  levels: BOTH,
  violations: (pod) => each(pod, ({ shape }) => mapsOf(shape.ports).some(({ hostPort }) => Boolean(hostPort)), 'must not set hostPort'),
};

const hostPaths: Check = {
  levels: BOTH,
  violations: ({ spec }) => mapsOf(spec.volumes).filter(({ hostPath }) => isMap(hostPath)).map(({ name }) => `volume '${name}' must not be a hostPath`),
};

const volumeTypes: Check = {
  levels: RESTRICTED,
  violations: ({ spec }) => mapsOf(spec.volumes).flatMap((volume) => {
    const source = VOLUME_SOURCES.find((x) => isMap(volume[x]));
    return source === undefined || source === 'hostPath' || RESTRICTED_VOLUME_SOURCES.includes(source) ? [] : [`volume '${volume.name}' must not be of type ${source}`];
  }),
};

const probeHosts: Check = {
  levels: BOTH,
  violations: (pod, minor) => (minor < PROBE_HOSTS ? [] : each(pod, ({ shape }) => {
    const lifecycle = mapOf(shape.lifecycle);
    const actions = [shape.livenessProbe, shape.readinessProbe, shape.startupProbe, lifecycle.postStart, lifecycle.preStop].map(mapOf);
    return actions.some((action) => [action.httpGet, action.tcpSocket].some((handler) => Boolean(mapOf(handler).host)));
  }, 'must not set host in probes or lifecycle hooks')),
};

const allowPrivilegeEscalation: Check = {
  levels: RESTRICTED,
  violations: (pod) => each(pod, (container) => context(container).allowPrivilegeEscalation !== false, 'must set securityContext.allowPrivilegeEscalation: false'),
};

const runAsNonRoot: Check = {
  levels: RESTRICTED,
  violations: (pod, minor) => {
    if (inUserNamespace(pod, minor)) {
      return [];
    }
    const ofPod = podContext(pod).runAsNonRoot;
    const refused = ofPod === false ? ['the pod must not set securityContext.runAsNonRoot: false'] : [];
    return [...refused, ...each(pod, (container) => (context(container).runAsNonRoot ?? ofPod) !== true, 'must set securityContext.runAsNonRoot: true (or the pod)')];
  },
};

const runAsUser: Check = {
  levels: RESTRICTED,
  violations: (pod, minor) => (inUserNamespace(pod, minor) ? [] : [
    ...podContext(pod).runAsUser === 0 ? ['the pod must not set securityContext.runAsUser: 0'] : [],
    ...each(pod, (container) => context(container).runAsUser === 0, 'must not set securityContext.runAsUser: 0'),
  ]),
};

const SECCOMP = ['RuntimeDefault', 'Localhost'];

const seccomp: Check = {
  levels: RESTRICTED,
  violations: (pod) => {
    const ofPod = mapOf(podContext(pod).seccompProfile).type;
    const refused = ofPod !== undefined && !SECCOMP.includes(ofPod) ? [`the pod must not set securityContext.seccompProfile.type ${ofPod}`] : [];
    return [...refused, ...each(pod, (container) => !SECCOMP.includes(mapOf(context(container).seccompProfile).type ?? ofPod), 'must set securityContext.seccompProfile.type: RuntimeDefault (or the pod)')];
  },
};

const baselineSeccomp: Check = {
  levels: BASELINE,
  violations: (pod) => [
    ...mapOf(podContext(pod).seccompProfile).type === 'Unconfined' ? ['the pod must not set securityContext.seccompProfile.type Unconfined'] : [],
    ...each(pod, (container) => mapOf(context(container).seccompProfile).type === 'Unconfined', 'must not set securityContext.seccompProfile.type Unconfined'),
  ],
};

const procMount: Check = {
  levels: BASELINE,
  violations: (pod, minor) => (inUserNamespace(pod, minor) ? [] : each(pod, hasProcMount, 'must not set securityContext.procMount')),
};

/** Restricted refuses it in a user namespace too. */
const restrictedProcMount: Check = {
  levels: RESTRICTED,
  violations: (pod) => each(pod, hasProcMount, 'must not set securityContext.procMount'),
};

function hasProcMount(container: ContainerView): boolean {
  const value = textOf(context(container).procMount);
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
      ...refused(podContext(pod)) ? ['the pod must not set such seLinuxOptions'] : [],
      ...each(pod, (container) => refused(context(container)), 'must not set such seLinuxOptions'),
    ];
  },
};

const APPARMOR = ['RuntimeDefault', 'Localhost'];
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

const appArmor: Check = {
  levels: BOTH,
  violations: (pod) => {
    const refused = ({ appArmorProfile: profile }: Shape): boolean => isMap(profile) && !APPARMOR.includes(profile.type);
    const annotations = mapOf(pod.metadata.annotations);
    const unconfined = Object.keys(annotations).filter((key) => key.startsWith(APPARMOR_ANNOTATION) && !/^(|runtime\/default|localhost\/.*)$/.test(String(annotations[key])));
    return [
      ...refused(podContext(pod)) ? ['the pod must not set such an appArmorProfile'] : [],
      ...each(pod, (container) => refused(context(container)), 'must not set such an appArmorProfile'),
      ...unconfined.map((key) => `the pod must not carry annotation ${key} ${annotations[key]}`),
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
  violations: (pod) => mapsOf(podContext(pod).sysctls).filter(({ name }) => !SAFE_SYSCTLS.has(name)).map(({ name }) => `the pod must not set sysctl ${name}`),
};

const windowsHostProcess: Check = {
  levels: BOTH,
  violations: (pod) => [
    ...mapOf(podContext(pod).windowsOptions).hostProcess === true ? ['the pod must not set windowsOptions.hostProcess'] : [],
    ...each(pod, (container) => mapOf(context(container).windowsOptions).hostProcess === true, 'must not set windowsOptions.hostProcess'),
  ],
};

const CHECKS: readonly Check[] = [
  hostNamespaces, privileged, baselineCapabilities, hostPorts, hostPaths, probeHosts,
  procMount, seLinux, appArmor, sysctls, baselineSeccomp, windowsHostProcess,
  runAsNonRoot, runAsUser, allowPrivilegeEscalation, capabilities, seccomp, volumeTypes, restrictedProcMount,
];
const NOT_FOR_WINDOWS: ReadonlySet<Check> = new Set([allowPrivilegeEscalation, capabilities, seccomp]);
