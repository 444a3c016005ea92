import { Duration } from 'cdk8s';
import { secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';
import { ModelArtifact } from '../model/artifact/model-artifact';

/** Something that passes before a deadline, and how a message calls it. */
export interface DeadlinePart {
  readonly what: string;
  readonly seconds: number;
  /** How often, one after the other; once where nothing is said. */
  readonly times?: number;
}

/**
 * The time in which an artifact is fetched, as a part of a deadline: that of a Job passes from when its pods are made, that of a pod from when its node has accepted it, and
 * both before the program begins. Nothing where nothing is fetched. What a node may have already is no part of it: images, a claim that is filled.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior (`activeDeadlineSeconds`)
 */
export function fetchPart(artifact: ModelArtifact | undefined, what = 'the time to fetch the artifact', times = 1): DeadlinePart[] {
  const seconds = artifact?._seconds ?? 0;
  return seconds > 0 && Number.isFinite(seconds) ? [{ what, seconds, times }] : [];
}

/** Refuses a deadline that does not hold its parts. @param bound `above` where something that nobody has told the time of is still to come */
export function checkDeadline(problems: Problems, property: string, deadline: Duration | undefined, bound: 'above' | 'at least', parts: readonly DeadlinePart[], remedy: string): void {
  const sum = parts.reduce((total, { seconds, times = 1 }) => total + seconds * times, 0);
  const given = deadline && secondsOf(deadline);
  if (given === undefined || given < 1 || parts.length === 0 || (bound === 'above' ? given > sum : given >= sum)) {
    return;
  }
  const terms = parts.map(({ seconds, times = 1 }) => (times > 1 ? `${times} × ${seconds} s` : `${seconds} s`)).join(' + ');
  problems.add(property, `${bound} ${parts.map(({ what }) => what).join(' and ')} (${terms === `${sum} s` ? terms : `${terms} = ${sum} s`})`, `${given} s`, remedy);
}
