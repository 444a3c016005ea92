import * as fs from 'fs';
import * as path from 'path';
import { cached, sha256, sha256OfFile } from './cache';
import { run } from './command';
import { unpackDebian } from './debian';

/** A file of an image: its text, or a file of this machine, and its mode. */
export interface LayerFile {
  readonly text?: string;
  readonly copyOf?: string;
  /** @default 0o644 */
  readonly mode?: number;
}

export interface LayerTar {
  readonly tar: string;
  /** Of the tar, which is its blob's name too: layers are not compressed. */
  readonly sha256: string;
  readonly size: number;
}

/**
 * A layer of an image: made once per recipe and kept in the cache as a tar.
 *
 * Images share layers, so that a changed program costs its own small layer, and
 * a node keeps Python once.
 */
export class Layer {
  /** Debian packages with what they depend on, except those whose names end with a minus. */
  static debian(...packages: string[]): Layer {
    return new Layer(`debian ${packages.join(' ')}`, root => unpackDebian(packages, root));
  }

  /** Python packages for Debian 12's Python, whichever Python this machine has. */
  static pip(target: string, ...requirements: string[]): Layer {
    return new Layer(`pip ${target} ${requirements.join(' ')}`, async (root) => {
      await run('python3', [
        '-m', 'pip', 'install', '--quiet', '--no-compile', '--only-binary=:all:', '--python-version', '3.11', '--implementation', 'cp',
        '--platform', `manylinux2014_${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`, '--target', path.join(root, target), ...requirements,
      ]);
    });
  }

  /** Files by their absolute path in the image. */
  static files(files: Record<string, LayerFile>): Layer {
    const recipe = Object.entries(files).map(([name, file]) =>
      `${name} ${file.mode ?? 0o644} ${file.copyOf === undefined ? sha256(file.text ?? '') : sha256OfFile(file.copyOf)}`);
    return new Layer(`files\n${recipe.join('\n')}`, async (root) => {
      for (const [name, file] of Object.entries(files)) {
        const target = path.join(root, name);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        if (file.copyOf === undefined) fs.writeFileSync(target, file.text ?? '');
        else fs.copyFileSync(file.copyOf, target);
        fs.chmodSync(target, file.mode ?? 0o644);
      }
    });
  }

  /** Symbolic links: where they are, and what they point to. */
  static links(links: Record<string, string>): Layer {
    return new Layer(`links ${JSON.stringify(links)}`, async (root) => {
      for (const [name, target] of Object.entries(links)) {
        fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        fs.symlinkSync(target, path.join(root, name));
      }
    });
  }

  /** Empty folders that every user may write to, as `/tmp` is. */
  static openFolders(...names: string[]): Layer {
    return new Layer(`open folders ${names.join(' ')}`, async (root) => {
      for (const name of names) {
        fs.mkdirSync(path.join(root, name), { recursive: true });
        fs.chmodSync(path.join(root, name), 0o1777);
      }
    });
  }

  private constructor(private readonly recipe: string, private readonly fill: (root: string) => Promise<void>) {}

  /** The layer as a file; its bytes depend on the recipe alone, as far as the registries' packages do. */
  async tar(): Promise<LayerTar> {
    const folder = await cached('layer', this.recipe, async (target) => {
      const root = path.join(target, 'root');
      fs.mkdirSync(root);
      await this.fill(root);
      const tar = path.join(target, 'layer.tar');
      await run('tar', ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-cf', tar, '-C', root, '.']);
      fs.rmSync(root, { recursive: true });
      fs.writeFileSync(path.join(target, 'sha256'), sha256OfFile(tar));
    });
    const tar = path.join(folder, 'layer.tar');
    return { tar, sha256: fs.readFileSync(path.join(folder, 'sha256'), 'utf8'), size: fs.statSync(tar).size };
  }
}
