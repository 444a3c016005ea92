import { createHash } from 'node:crypto';
import { ArtifactSource } from './artifact-source';

/** Sixteen hexadecimal digits that stand for an artifact's bytes: they can be part of a name, a folder or a label. */
export function revisionOf(source: ArtifactSource, manifestDigest: string | undefined): string | undefined {
  const digest = /^sha256:([0-9a-f]{16})/.exec(manifestDigest ?? '');
  if (digest) {
    return digest[1];
  }
  switch (source.kind) {
    case 'huggingFace':
      return /@([0-9a-f]{16})[0-9a-f]{24}$/.exec(source.address)?.[1];
    case 'imageVolume':
      return createHash('sha256').update(source.reference).digest('hex').slice(0, 16);
    default:
      return undefined;
  }
}
