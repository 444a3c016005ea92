/** More candidates than these are not compared: a hint is not worth a synth's time. */
const MOST = 200;

/** Those of `candidates` that `text` may be a slip of the pen for, the nearest first, at most three. */
export function nearest(text: string, candidates: Iterable<string>): string[] {
  const found: { readonly candidate: string; readonly distance: number }[] = [];
  const allowed = Math.max(1, Math.floor(text.length / 4));
  let compared = 0;
  for (const candidate of candidates) {
    if (compared++ === MOST) {
      break;
    }
    const distance = distanceOf(text, candidate, allowed);
    if (distance <= allowed) {
      found.push({ candidate, distance });
    }
  }
  return found.sort((a, b) => a.distance - b.distance).slice(0, 3).map(({ candidate }) => candidate);
}

/** The number of letters to change, add, take away or swap with the next; more than `limit` is `Infinity`. */
function distanceOf(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) {
    return Infinity;
  }
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      const same = a[i - 1] === b[k - 1];
      const swapped = i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1];
      next.push(Math.min(row[k] + 1, next[k - 1] + 1, row[k - 1] + (same ? 0 : 1), swapped ? before[k - 2] + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
