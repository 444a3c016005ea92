import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { published } from './published';
import { LanguageModel } from '../../src/model/language-model';

const folders: string[] = [];

afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** The path of a file in a folder of its own, with what else stands beside it. */
export function fileWith(name: string, content: string, beside: { readonly [name: string]: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-ml-model-'));
  folders.push(folder);
  Object.entries({ ...beside, [name]: content }).forEach(([file, text]) => writeFileSync(join(folder, file), text));
  return join(folder, name);
}

/** The path of a `config.json` with these fields. */
export const configFile = (config: object, beside: { readonly [name: string]: string } = {}): string => fileWith('config.json', JSON.stringify(config), beside);

/** The model that these fields describe. */
export const modelOf = (config: object): LanguageModel => LanguageModel.fromConfigFile(configFile(config));

/** A published model, with some fields changed. */
export const publishedModel = (name: string, changed: object = {}): LanguageModel => modelOf({ ...published(name).config, ...changed });

/** What is thrown, or nothing; the folder of the file left out. */
export function refusalOf(act: () => unknown, path = ''): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    expect((error as Error).stack!.replace(/\n {2}at test\/\S+$/, '')).toBe(`Refused: ${(error as Error).message}`);
    return path === '' ? (error as Error).message : (error as Error).message.split(path).join('config.json');
  }
}
