import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Anatomy } from './anatomy';
import { ConfigReader } from './config-reader';
import { readContextLength } from './context-length';
import { FAMILIES } from './families';
import { CONFIG, INDEX, readJsonFile } from './json-file';
import { readFormat } from './number-format';
import { readQuantization } from './quantization';
import { isSlip } from './slip';
import { Coding, countParameters, fileBytes, packedInto } from './weights';
import { readIndex, WeightsIndex } from './weights-index';
import { Problems } from '../../border/problems';

/** What the files of a model tell. */
export interface ModelFacts {
  readonly architecture: string;
  readonly anatomy: Anatomy;
  readonly coding: Coding;
  readonly parameters: number;
  readonly contextLength: number;
  /** Bytes of the files of the tensors that are loaded, and bytes that were counted for them: what is counted for a GPU is stretched by that. */
  readonly stretch: { readonly real: bigint; readonly counted: bigint };
}

/** Reads a model's files; throws once, with everything that is wrong with them. */
export function readModel(where: string, path: string, indexPath?: string): ModelFacts {
  const problems = new Problems(where);
  const file = readJsonFile(problems, 'path', path, CONFIG);
  const beside = join(dirname(path), INDEX.name);
  const indexFile = indexPath ?? (existsSync(beside) ? beside : undefined);
  const index = indexFile === undefined ? undefined : readJsonFile(problems, 'weightsIndex', indexFile, INDEX);
  problems.throw();
  const about = new Problems(`${where} ${path}`);
  const config = new ConfigReader(file!.fields, about, file!.lineOf);
  const { architecture, reader, whole } = familyOf(config, index !== undefined);
  about.throw();
  const anatomy = FAMILIES.get(architecture)!(reader);
  const contextLength = readContextLength(reader.has('num_hidden_layers') || !reader.child('text_config') ? reader : reader.child('text_config')!, anatomy.positions);
  const declared: Coding = { format: readFormat(config.has('dtype') || config.has('torch_dtype') ? config : reader), quantization: readQuantization(config, index !== undefined) };
  about.throw();
  const parameters = countParameters(anatomy);
  if (parameters > BigInt(Number.MAX_SAFE_INTEGER)) {
    about.say(`what the file describes has ${parameters} parameters, more than there can be; take config.json from the model's page again`);
    about.throw();
  }
  const known = index === undefined ? undefined : readIndex(about, indexFile!, index, anatomy);
  const coding = known === undefined ? declared : packedInto(known.totalBytes, anatomy, declared);
  const counted = fileBytes(anatomy, coding);
  about.throw();
  const real = known === undefined ? counted : realBytes(about, indexFile!, known, anatomy, coding, counted, whole && !coding.quantization?.unknown);
  about.throw();
  return { architecture, anatomy, coding, parameters: Number(parameters), contextLength, stretch: { real, counted } };
}

/** The architecture and where its fields stand. One with eyes or ears around a text model that is known has to come with the size of its files. */
function familyOf(config: ConfigReader, hasIndex: boolean): { readonly architecture: string; readonly reader: ConfigReader; readonly whole: boolean } {
  const type = config.text('model_type');
  if (type !== undefined && FAMILIES.has(type)) {
    return { architecture: type, reader: config, whole: true };
  }
  const text = config.child('text_config');
  const textType = text?.text('model_type');
  if (text && textType !== undefined && FAMILIES.has(textType)) {
    if (!hasIndex) {
      config.problem('model_type', `one whose parts are all known (${textType} is, what ${type} has beside it is not)`, type,
        'give weightsIndex, the path of model.safetensors.index.json, which has the size of the weights');
    }
    return { architecture: textType, reader: text, whole: false };
  }
  const meant = [...FAMILIES.keys()].filter((name) => type !== undefined && isSlip(type, name)).map((name) => `'${name}'`);
  config.problem('model_type', `an architecture that is known here (${[...FAMILIES.keys()].join(', ')})`, type,
    `${meant.length > 0 ? `did you mean ${meant.join(' or ')}? If not, ` : ''}leave languageModel out, and nothing is proved of its memory`);
  return { architecture: 'llama', reader: config, whole: true };
}

/** The files' own size, where the tensors in them are those that are loaded. */
function realBytes(problems: Problems, path: string, index: WeightsIndex, anatomy: Anatomy, { format }: Coding, counted: bigint, comparable: boolean): bigint {
  if (!index.loadsAll) {
    return counted;
  }
  const needless = index.needlessHead ? BigInt(anatomy.vocabulary) * BigInt(anatomy.hidden) * BigInt(format.bytes) : 0n;
  const real = index.totalBytes - needless;
  if (comparable && (real * 4n < counted * 3n || real * 3n > counted * 4n)) {
    problems.add(`metadata.total_size of ${path}`, `within a quarter of the ${counted} bytes that config.json describes`, Number(index.totalBytes), 'give the index of the same model and precision, or leave it away');
  }
  return real > 0n ? real : counted;
}
