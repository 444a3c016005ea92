import { checkAddress } from './address';
import { ArtifactFacts, ArtifactSource, FACTORIES } from './artifact-source';
import { checkSize } from '../../border/amounts';
import { checkImage } from '../../border/image';
import { isDnsSubdomain } from '../../border/names';
import { checkMountPath } from '../../border/paths';
import { Problems } from '../../border/problems';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What is wrong with an artifact, all of it. */
export function checkArtifact(problems: Problems, property: string, source: ArtifactSource, facts: ArtifactFacts): void {
  checkMountPath(problems, `${property}.mountPath`, facts.mountPath, '/mnt/models');
  checkSize(problems, `${property}.size`, facts.size);
  if (source.kind === 'image') {
    checkMountPath(problems, `${property}.path`, source.path, '/models/sentiment');
  } else if (source.kind === 'imageVolume') {
    checkImage(problems, `${property}.image`, source.reference);
    checkSubPath(problems, property, source.subPath);
  } else if (source.kind === 'claim') {
    if (!isDnsSubdomain(source.claimName)) {
      problems.add(`${property}.claimName`, 'the name of a PersistentVolumeClaim', source.claimName, 'copy it from \'kubectl get pvc\'');
    }
    checkSubPath(problems, property, source.subPath);
  } else {
    checkAddress(problems, property, source);
    checkFetched(problems, property, source.kind, facts);
  }
}

function checkFetched(problems: Problems, property: string, kind: ArtifactSource['kind'], facts: ArtifactFacts): void {
  const { bytesPerSecond, files, credentials, manifest, manifestDigest, refresh } = facts;
  checkSize(problems, `${property}.bytesPerSecond`, bytesPerSecond);
  credentials?._check(problems, `${property}.credentials`);
  refresh?._check(problems, `${property}.refresh`);
  for (const pattern of files ?? []) {
    if (pattern === '' || pattern.startsWith('/')) {
      problems.add(`${property}.files`, 'patterns of paths below the artifact', pattern, 'write for example "*.safetensors"');
    }
  }
  if (files?.length === 0) {
    problems.add(`${property}.files`, 'at least one pattern', [], 'leave it out to fetch all of them');
  }
  if (manifest !== undefined && !isBelow(manifest)) {
    problems.add(`${property}.manifest`, 'a path below the artifact', manifest, 'write for example "SHA256SUMS"');
  }
  if (manifestDigest !== undefined && !DIGEST.test(manifestDigest)) {
    problems.add(`${property}.manifestDigest`, 'sha256: and 64 hexadecimal digits', manifestDigest, 'write what \'sha256sum SHA256SUMS\' prints, behind \'sha256:\'');
  }
  if (refresh && kind === 'mlflow') {
    problems.say(`'${property}.refresh' would fetch what ModelArtifact.${FACTORIES[kind]}() pins to one version; leave it out, or keep the moving version in object storage`);
  } else if (refresh && manifestDigest !== undefined) {
    problems.say(`'${property}.manifestDigest' pins one version and '${property}.refresh' fetches newer ones; leave one of them out`);
  } else if (!refresh && manifestDigest === undefined && kind !== 'huggingFace') {
    problems.say(`'${property}.manifestDigest' is missing, so nothing says which bytes are to be served; give the digest of its checksums (sha256sum ${manifest ?? 'SHA256SUMS'})`);
  }
}

function checkSubPath(problems: Problems, property: string, subPath: string | undefined): void {
  if (subPath !== undefined && !isBelow(subPath)) {
    problems.add(`${property}.subPath`, 'a relative path', subPath, 'write for example "llama-3.1-8b/1.4.0"');
  }
}

/** A relative path that does not leave its folder. */
const isBelow = (path: string): boolean => path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
