import type { Container, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import { ArtifactEgress, egressOf } from './artifact-egress';
import { ArtifactLoader } from './artifact-loader';
import { CREDENTIALS, loaderContainer, STORE } from './loader-container';
import { loaderConfig, PROGRAM } from './loader-script';
import { sizeText } from '../../border/amounts';
import { Problems } from '../../border/problems';
import { FACTORIES } from '../../model/artifact/artifact-source';
import { ModelArtifact } from '../../model/artifact/model-artifact';
import { Config } from '../config/config';
import { imagePullSeconds } from '../lifecycle/startup';
import { Resources } from '../resources/resources';

/** What an artifact becomes depends on who uses it. */
export interface ArtifactTerms {
  /** The workload, after which what is made for it is named. */
  readonly workload: string;
  /** The property that holds the artifact, for messages. */
  readonly property: string;
  /** The property that holds the loader, for messages. */
  readonly loaderProperty?: string;
  readonly loader?: ArtifactLoader;
  /** True where pods run on and can be refreshed. */
  readonly refreshes: boolean;
  /** A volume that takes the files, and the folder of it that holds them; left out, an emptyDir of the pod does. */
  readonly store?: { readonly volume: Volume; readonly folder: string };
}

/** What of an artifact reaches a pod, and what of it reaches beyond. */
export interface ArtifactPlan {
  /** Containers that fetch: the first before the others start, the second, if any, a sidecar. */
  readonly initContainers: Container[];
  readonly volumes: Volume[];
  /** How the program that reads the model mounts it; nothing where its image has it. */
  readonly mounts: VolumeMount[];
  /** ConfigMaps that have to be made. */
  readonly configs: Config[];
  /** Secrets and claims that somebody else has to make. */
  readonly secretNames: string[];
  readonly claimNames: string[];
  readonly egress: ArtifactEgress[];
  /** Environment of the program that reads the model, which gives way to what the user names. */
  readonly env: { readonly [name: string]: string };
  /** The folder in which it finds the files. */
  readonly path: string;
  /** Seconds that it adds to a pod's start. */
  readonly seconds: number;
  /** Seconds that the first pods of a version wait beside it, until somebody else has fetched it; 0 where nobody does. */
  readonly filling: number;
  /** Bytes of local disk that it takes of the pod. */
  readonly diskBytes: number;
  /** What the container that fetches needs, and what the sidecar, where there are such. */
  readonly fetching?: Resources;
  readonly refreshing?: Resources;
}

/** The image of the loader, pulled and unpacked: Python and the libraries of three clouds. */
const LOADER_IMAGE = 1024 ** 3;
const MEBIBYTE = 1024 ** 2;
const DEFAULT_LOADER = ArtifactLoader.of({});
const NOTHING = { claimNames: [], configs: [], initContainers: [], mounts: [], filling: 0, seconds: 0, secretNames: [], volumes: [] };

/** What an artifact becomes in a pod; what is wrong with it is recorded. */
export function artifactPlan(problems: Problems, artifact: ModelArtifact, terms: ArtifactTerms): ArtifactPlan {
  const { property, loaderProperty = 'artifactLoader' } = terms;
  const diskBytes = diskOf(artifact, terms);
  artifact._check(problems, property);
  checkSize(problems, artifact, property);
  if (artifact._facts.refresh && !terms.refreshes) {
    problems.say(`'${property}.refresh' is for pods that run on, and these run to an end; leave it out, and pin a version by manifestDigest`);
  }
  if (terms.loader && !artifact._fetched) {
    problems.say(`'${loaderProperty}' is given and nothing is fetched for ModelArtifact.${FACTORIES[artifact._source.kind]}(); leave it out`);
  }
  terms.loader?._check(problems, loaderProperty, diskBytes);
  const plan: ArtifactPlan = { ...NOTHING, egress: egressOf(artifact), env: { MODEL_PATH: artifact.path }, path: artifact.path, diskBytes };
  return artifact._fetched ? fetchedPlan(plan, artifact, terms) : mountedPlan(plan, artifact);
}

/** What the props of a workload say of its model's files. */
export interface ArtifactProps {
  readonly artifact?: ModelArtifact;
  readonly artifactLoader?: ArtifactLoader;
}

/** What the artifact of a workload becomes in its pods, if it has one. @param refreshes true where pods run on */
export function workloadArtifact(problems: Problems, workload: string, { artifact, artifactLoader }: ArtifactProps, refreshes: boolean): ArtifactPlan | undefined {
  if (artifactLoader && !artifact) {
    problems.say("'artifactLoader' is given and there is no 'artifact' that it could fetch; leave it out");
  }
  return artifact && artifactPlan(problems, artifact, { workload, property: 'artifact', loader: artifactLoader, refreshes });
}

/** A claim or an image, which the node mounts. */
function mountedPlan(plan: ArtifactPlan, artifact: ModelArtifact): ArtifactPlan {
  const source = artifact._source;
  const mounts = [{ mountPath: artifact._mountPath!, name: 'model', readOnly: true, ...('subPath' in source && source.subPath !== undefined && { subPath: source.subPath }) }];
  switch (source.kind) {
    case 'claim':
      return { ...plan, filling: artifact._facts.fillSeconds ?? 0, claimNames: source.made ? [] : [source.claimName], mounts, volumes: [{ name: 'model', persistentVolumeClaim: { claimName: source.claimName, readOnly: true } }] };
    case 'imageVolume':
      // newer than the declarations of the types
      return { ...plan, mounts, seconds: imagePullSeconds(artifact._bytes ?? 0), volumes: [{ image: { pullPolicy: 'IfNotPresent', reference: source.reference }, name: 'model' } as Volume] };
    default:
      return plan;
  }
}

function fetchedPlan(plan: ArtifactPlan, artifact: ModelArtifact, terms: ArtifactTerms): ArtifactPlan {
  const { workload, loader = DEFAULT_LOADER, store } = terms;
  const { credentials, refresh } = artifact._facts;
  const folder = store?.folder ?? 'model';
  const program = loaderConfig(workload);
  const volume: Volume = store?.volume ?? { emptyDir: { sizeLimit: sizeText(plan.diskBytes) }, name: 'model' };
  const mounts: VolumeMount[] = [
    { mountPath: PROGRAM, name: 'model-loader', readOnly: true },
    { mountPath: STORE, name: volume.name },
    ...(credentials ? [{ mountPath: CREDENTIALS, name: 'model-credentials', readOnly: true }] : []),
  ];
  const container = (name: string, refreshing: boolean) => loaderContainer(artifact, { name, loader, folder, mounts, refreshing, diskBytes: plan.diskBytes });
  return {
    ...plan,
    configs: [program],
    fetching: loader._resources,
    refreshing: refresh && loader._refreshResources,
    initContainers: [container('fetch-model', false), ...(refresh && terms.refreshes ? [container('refresh-model', true)] : [])],
    // a link has to be followed within the volume: mounted by its folder, it would never move
    mounts: [{ mountPath: artifact._mountPath!, name: volume.name, readOnly: true, ...(refresh ? {} : { subPath: folder }) }],
    seconds: imagePullSeconds(LOADER_IMAGE) + artifact._seconds,
    secretNames: credentials ? [credentials.secretName] : [],
    volumes: [
      volume,
      { configMap: { name: program._name(workload) }, name: 'model-loader' },
      ...(credentials ? [{ name: 'model-credentials', secret: { defaultMode: 0o440, items: [{ key: credentials.key, path: credentials.key }], secretName: credentials.secretName } }] : []),
    ],
  };
}

/** An emptyDir that holds the files, and the next version of them beside where they are refreshed; a sixteenth more, in whole MiB, for what a file system needs. */
function diskOf(artifact: ModelArtifact, { store }: ArtifactTerms): number {
  const versions = artifact._facts.refresh ? 2 : 1;
  return artifact._fetched && !store ? MEBIBYTE * Math.ceil(versions * (artifact._bytes ?? MEBIBYTE) * 17 / 16 / MEBIBYTE) : 0;
}

function checkSize(problems: Problems, artifact: ModelArtifact, property: string): void {
  if (artifact._bytes === undefined && (artifact._fetched || artifact._source.kind === 'imageVolume')) {
    const need = artifact._fetched ? 'the volume for its files and every deadline of a start' : 'every deadline of a start';
    problems.say(`'${property}.size' is missing, from which ${need} ${artifact._fetched ? 'follow' : 'follows'}; give what its files weigh, for example Size.gibibytes(15)`);
  }
}
