import * as fs from 'fs';
import * as path from 'path';
import { sha256 } from './cache';
import { run } from './command';
import { Layer } from './layer';

export interface ImageProps {
  readonly layers: Layer[];
  readonly entrypoint: string[];
  readonly cmd?: string[];
  /** @default - only a PATH */
  readonly env?: Record<string, string>;
  /** @default - root */
  readonly user?: string;
  readonly workingDir?: string;
  readonly ports?: number[];
  readonly stopSignal?: string;
}

/**
 * A container image that is made here, because there is no registry to pull from.
 *
 * It has no name of its own: the test that imports it into the node chooses the
 * one that its manifests use.
 *
 * @example new Image({ layers: [Layer.debian('prometheus')], entrypoint: ['/usr/bin/prometheus'] })
 */
export class Image {
  constructor(private readonly props: ImageProps) {}

  /** Writes the image as the tar of an OCI layout, as `ctr images import` reads it, under one name or several. */
  async write(tar: string, names: string[]): Promise<void> {
    const folder = fs.mkdtempSync(`${tar}.`);
    try {
      await this.layout(folder, names);
      // links would be read as empty files: the blobs of layers are links into the cache
      await run('tar', ['--dereference', '--hard-dereference', '-cf', tar, '-C', folder, '.']);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  private async layout(folder: string, names: string[]): Promise<void> {
    const blobs = path.join(folder, 'blobs', 'sha256');
    fs.mkdirSync(blobs, { recursive: true });
    const blob = (content: object) => {
      const text = JSON.stringify(content);
      fs.writeFileSync(path.join(blobs, sha256(text)), text);
      return { digest: `sha256:${sha256(text)}`, size: Buffer.byteLength(text) };
    };

    const layers: { mediaType: string; digest: string; size: number }[] = [];
    for (const layer of this.props.layers) {
      const { tar, sha256: digest, size } = await layer.tar();
      if (layers.every(each => each.digest !== `sha256:${digest}`)) fs.symlinkSync(tar, path.join(blobs, digest));
      layers.push({ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: `sha256:${digest}`, size });
    }
    const config = blob({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      config: {
        Entrypoint: this.props.entrypoint,
        Cmd: this.props.cmd,
        Env: Object.entries({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...this.props.env }).map(([name, value]) => `${name}=${value}`),
        User: this.props.user,
        WorkingDir: this.props.workingDir ?? '/',
        ExposedPorts: Object.fromEntries((this.props.ports ?? []).map(port => [`${port}/tcp`, {}])),
        StopSignal: this.props.stopSignal,
      },
      rootfs: { type: 'layers', diff_ids: layers.map(layer => layer.digest) },
    });
    const manifest = blob({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers,
    });
    fs.writeFileSync(path.join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
    fs.writeFileSync(path.join(folder, 'index.json'), JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: names.map(name => ({
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        ...manifest,
        annotations: { 'io.containerd.image.name': name },
      })),
    }));
  }
}
