import { Problems } from '../border/problems';

/** True for what can be a part of names of Jobs and pods. */
export const isRunId = (text: string): boolean => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text);

/** What a run is called: its task, and which of its runs it is, where that is said. */
export function runNameOf(name: string, runId: string | undefined): string {
  return runId === undefined ? name : `${name}-${runId}`;
}

/** Records that an id is so long that no name is short enough beside it. @param longestName the most characters that a name may have then */
export function checkRoomForName(problems: Problems, runId: string, longestName: number): void {
  if (longestName < 1) {
    problems.add('runId', 'short enough to leave room for a name', runId, 'names of pods have 63 characters; shorten it');
  }
}
