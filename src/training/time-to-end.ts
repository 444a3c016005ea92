import { secondsOf } from '../border/amounts';
import { Checkpoint } from '../model/checkpoint';

/** Seconds that Kubernetes gives a pod to end where nobody says. */
export const USUAL_GRACE = 30;
/** Seconds after the save until the program has ended. */
const AFTER_SAVE = 5;

/** Seconds that a pod is given to save and end. */
export function timeToEnd({ saveTime }: Checkpoint): number {
  return secondsOf(saveTime) + AFTER_SAVE;
}
