import { writeFileSync } from 'node:fs';
import { setsOf, together } from './alternatives';
import { clusterFrom, clusterNotes } from './cluster-file';
import { footprintOf } from './footprint';
import { asGithub } from './formats/github';
import { asJson } from './formats/json';
import { asSarif } from './formats/sarif';
import { asText } from './formats/text';
import { baselineFrom, CheckOptions, externalsFrom, policyFrom } from './options';
import { countsOf, isKubernetesOwn, isUnjudged, metadataOnly, Result } from './result';
import { Problems } from '../../border/problems';
import { Baseline } from '../../rules/baseline';
import { judge } from '../../rules/judge';
import { counted } from '../counted';
import { BAD, GOOD, UNJUDGED } from '../exit-codes';
import { faultText } from '../input/fault';
import { unreadable } from '../input/files';
import { leftOutTexts } from '../input/left-out';
import { readInput } from '../input/read';

/** What a run prints, and how it ends. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: readonly string[];
  readonly code: number;
}

/**
 * Judges manifests by the rules.
 *
 * @throws one error with everything that is wrong with the options
 */
export async function check(args: readonly string[], options: CheckOptions, version: string): Promise<Outcome> {
  const problems = new Problems('');
  const policy = await policyFrom(options, problems);
  const externals = externalsFrom(options.external, problems);
  const baseline = baselineFrom(options.baseline, problems);
  const cluster = clusterFrom(options.cluster, problems);
  problems.throw();

  const { objects, files, faults, leftOut } = await readInput(args, cluster);
  const { sets, alternatives } = setsOf(objects);
  const found = together(objects, sets.map((set) => judge(set, externals, policy)));
  const { findings, gone } = baseline?.compare(found) ?? { findings: found, gone: [] };
  const result: Result = {
    findings,
    gone,
    faults,
    leftOut,
    alternatives,
    files,
    objects: objects.length,
    rules: policy.rules,
    footprint: options.format === 'json' ? footprintOf(objects) : [],
    metadataOnly: metadataOnly(objects.map(({ manifest }) => manifest)),
  };
  const said = [...faults.map((fault) => `error ${faultText(fault)}`), ...leftOutTexts(leftOut).map((text) => `note ${text}`), ...clusterNotes(cluster), ...aside(result, options)];
  const unjudged = isUnjudged(result);
  if (options.writeBaseline !== undefined && !unjudged) {
    return { stdout: '', stderr: [...said, written(options.writeBaseline, Baseline.of(found))], code: GOOD };
  }
  const { errors } = countsOf(findings);
  return { stdout: FORMATS[options.format](result, version), stderr: said, code: unjudged ? UNJUDGED : errors > 0 ? BAD : GOOD };
}

/** The ways to write a result, by the name of the format. */
export const FORMATS: { readonly [format: string]: (result: Result, version: string) => string } = { text: asText, json: asJson, sarif: asSarif, github: asGithub };

function written(file: string, baseline: Baseline): string {
  try {
    writeFileSync(file, baseline.toJson());
  } catch (error) {
    const problems = new Problems('');
    problems.add('--write-baseline', 'a file that can be written', file, unreadable(error));
    problems.throw();
  }
  return `${file} knows ${counted(baseline.size, 'finding')} now; --baseline ${file} lets them pass`;
}

function aside({ gone, metadataOnly: others, alternatives }: Result, { baseline }: CheckOptions): string[] {
  const kinds = [...others].filter(([kind]) => !isKubernetesOwn(kind)).map(([kind, count]) => `${kind} (${count})`);
  return [
    ...kinds.length > 0 ? [`note judged by their metadata only: ${kinds.join(', ')}`] : [],
    ...alternatives.slice(0, 3).map(({ object, files }) => `note ${object} is made by ${files.join(' and by ')}, which are judged as alternatives`),
    ...alternatives.length > 3 ? [`note ${alternatives.length - 3} more objects are made by several files`] : [],
    ...gone.map(({ rule, object, count }) => `note ${baseline} has ${counted(count, 'finding')} of ${rule} on ${object} that ${count === 1 ? 'is' : 'are'} gone; write it anew by --write-baseline ${baseline}`),
  ];
}
