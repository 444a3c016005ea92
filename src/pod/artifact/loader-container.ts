import type { Container, VolumeMount } from 'kubernetes-types/core/v1';
import { ArtifactLoader } from './artifact-loader';
import { PROGRAM } from './loader-script';
import { Fetched } from '../../model/artifact/artifact-source';
import { ModelArtifact } from '../../model/artifact/model-artifact';
import { containerSecurity } from '../security';

/** Where the volume is while it is filled, and the folder of it that the server gets. */
export const STORE = '/artifact';
/** Where the Secret is, in the containers that fetch. */
export const CREDENTIALS = '/var/run/secrets/model-loader';
/** The link that is moved from version to version. */
export const LINK = 'current';

/** What a container that fetches has to know beside the artifact. */
export interface LoaderTerms {
  readonly name: string;
  readonly loader: ArtifactLoader;
  /** The folder of the volume that holds the files; the link moves instead where the artifact is refreshed. */
  readonly folder: string;
  /** Bytes of local disk that it fills. */
  readonly diskBytes: number;
  /** Where the program, the volume and the credentials are. */
  readonly mounts: VolumeMount[];
  /** True for the sidecar. */
  readonly refreshing: boolean;
}

/** A container that fetches an artifact: before the others start, or beside them for as long as they run. */
export function loaderContainer(artifact: ModelArtifact, { name, loader, folder, diskBytes, mounts, refreshing }: LoaderTerms): Container {
  const { region } = artifact._fetched!;
  const env = { ...region === undefined ? {} : { AWS_REGION: region }, PYTHONDONTWRITEBYTECODE: '1', ...loader._env };
  return {
    args: argsOf(artifact, artifact._fetched!, folder, refreshing),
    command: ['python3', `${PROGRAM}/load.py`],
    env: Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1)).map(([variable, value]) => ({ name: variable, value })),
    image: loader.image,
    imagePullPolicy: loader._imagePullPolicy,
    name,
    resources: (refreshing ? loader._refreshResources : loader._resources)._render(refreshing ? 0 : diskBytes, {}),
    ...(refreshing ? { restartPolicy: 'Always' } : {}),
    securityContext: containerSecurity(true),
    // the last line that it writes says what is wrong: `kubectl describe pod` shows it
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: mounts,
  };
}

function argsOf(artifact: ModelArtifact, { address, endpoint }: Fetched, folder: string, refreshing: boolean): string[] {
  const { manifest, manifestDigest, files, credentials, refresh } = artifact._facts;
  return [
    `--source=${address}`,
    ...(endpoint === undefined ? [] : [`--endpoint=${endpoint}`]),
    `--into=${STORE}`,
    refresh ? `--link=${LINK}` : `--as=${folder}`,
    ...(manifest === undefined ? [] : [`--manifest=${manifest}`]),
    ...(manifestDigest === undefined ? [] : [`--manifest-digest=${manifestDigest}`]),
    ...(files ?? []).map((pattern) => `--files=${pattern}`),
    ...(artifact._bytes === undefined ? [] : [`--bytes=${artifact._bytes}`]),
    ...(credentials ? [`--credential=${CREDENTIALS}/${credentials.key}`] : []),
    ...(refreshing ? [`--every=${refresh!._seconds}`] : []),
  ];
}
