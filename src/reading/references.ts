import { ContainerView, PodTemplate } from './pod-template';
import { isMap, mapOf, mapsOf, Shape, textOf, written } from './shape';

/** Something that a pod needs by name. */
export interface Reference {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim' | 'ServiceAccount' | 'ResourceClaim' | 'ResourceClaimTemplate';
  readonly name: string;
  /** The key of it that has to be there; none where the whole of it is taken. */
  readonly key?: string;
  /** Who refers to it: `env MODEL_VERSION of container 'server' of Deployment 'chat'`. */
  readonly by: () => string;
}

const WHOLE = [['configMapRef', 'ConfigMap'], ['secretRef', 'Secret']] as const;
const KEYED = [['configMapKeyRef', 'ConfigMap'], ['secretKeyRef', 'Secret']] as const;
const read = new WeakMap<PodTemplate, readonly Reference[]>();

/** Everything that a pod template refers to and cannot do without; what is optional is left out. */
export function referencesOf(template: PodTemplate): readonly Reference[] {
  let references = read.get(template);
  if (!references) {
    const found: Reference[] = [];
    ofPod(template, found);
    for (const container of template.all) {
      ofEnvironment(container, found);
    }
    read.set(template, references = found);
  }
  return references;
}

function ofPod(template: PodTemplate, found: Reference[]): void {
  const { spec, owner } = template;
  const account = textOf(spec.serviceAccountName) || textOf(spec.serviceAccount);
  add(found, 'ServiceAccount', account, () => `serviceAccountName of ${owner.called}`);
  for (const { name } of mapsOf(spec.imagePullSecrets)) {
    add(found, 'Secret', name, () => `imagePullSecrets of ${owner.called}`);
  }
  for (const claim of mapsOf(spec.resourceClaims)) {
    const by = (): string => `resourceClaims '${written(claim.name)}' of ${owner.called}`;
    add(found, 'ResourceClaim', claim.resourceClaimName, by);
    add(found, 'ResourceClaimTemplate', claim.resourceClaimTemplateName, by);
  }
  for (const volume of mapsOf(spec.volumes)) {
    const by = (): string => `volume '${written(volume.name)}' of ${owner.called}`;
    add(found, 'PersistentVolumeClaim', mapOf(volume.persistentVolumeClaim).claimName, by);
    ofSource(found, 'ConfigMap', mapOf(volume.configMap), mapOf(volume.configMap).name, by);
    ofSource(found, 'Secret', mapOf(volume.secret), mapOf(volume.secret).secretName, by);
    for (const source of mapsOf(mapOf(volume.projected).sources)) {
      ofSource(found, 'ConfigMap', mapOf(source.configMap), mapOf(source.configMap).name, by);
      ofSource(found, 'Secret', mapOf(source.secret), mapOf(source.secret).name, by);
    }
  }
}

/** A volume takes all keys, or those of its items. */
function ofSource(found: Reference[], kind: Reference['kind'], source: Shape, name: unknown, by: () => string): void {
  if (source.optional === true) {
    return;
  }
  const items = mapsOf(source.items);
  if (items.length === 0) {
    add(found, kind, name, by);
  }
  for (const { key } of items) {
    add(found, kind, name, by, key);
  }
}

function ofEnvironment(container: ContainerView, found: Reference[]): void {
  for (const source of mapsOf(container.shape.envFrom)) {
    for (const [field, kind] of WHOLE) {
      const ref = mapOf(source[field]);
      if (ref.optional !== true) {
        add(found, kind, ref.name, () => `envFrom of ${container.called}`);
      }
    }
  }
  for (const variable of mapsOf(container.shape.env)) {
    if (!isMap(variable.valueFrom)) {
      continue;
    }
    const from = variable.valueFrom;
    for (const [field, kind] of KEYED) {
      const ref = mapOf(from[field]);
      if (ref.optional !== true) {
        add(found, kind, ref.name, () => `env ${written(variable.name)} of ${container.called}`, ref.key);
      }
    }
  }
}

function add(found: Reference[], kind: Reference['kind'], name: unknown, by: () => string, key?: unknown): void {
  if (typeof name === 'string' && name !== '') {
    found.push({ kind, name, by, key: textOf(key) });
  }
}
