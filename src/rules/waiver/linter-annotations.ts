import { Linter } from './linter';

/** A check of a linter that need not hold, and why. */
export interface WaivedCheck {
  readonly linter: Linter;
  readonly check: string;
  readonly reason: string;
}

const KUBE_SCORE_IGNORE = 'kube-score/ignore';
const CHECKOV_SKIP = 'checkov.io/skip';

/**
 * The annotations by which linters pass over `checks`, beside those that the object has.
 *
 * All of them stand on the object itself: kube-linter, Polaris and Checkov look nowhere else, kube-score there too, and a pod template that
 * they would stand on would roll its pods.
 */
export function linterAnnotations(checks: readonly WaivedCheck[], existing: { readonly [key: string]: unknown }): { [key: string]: string } {
  const added: { [key: string]: string } = {};
  const ignored = texts(existing[KUBE_SCORE_IGNORE]);
  const skipped = new Map<string, string>(Object.keys(existing).filter((key) => key.startsWith(CHECKOV_SKIP)).map((key) => [key, String(existing[key]).split('=')[0]]));
  for (const { linter, check, reason } of checks) {
    switch (linter) {
      case Linter.KUBE_LINTER:
        added[`ignore-check.kube-linter.io/${check}`] = reason;
        break;
      case Linter.POLARIS:
        added[`polaris.fairwinds.com/${check}-exempt`] = 'true';
        break;
      case Linter.KUBE_SCORE:
        if (!ignored.includes(check)) {
          ignored.push(check);
        }
        added[KUBE_SCORE_IGNORE] = ignored.join(',');
        break;
      case Linter.CHECKOV: {
        const key = [...skipped].find(([, skip]) => skip === check)?.[0] ?? nextSkip(skipped);
        skipped.set(key, check);
        // Checkov splits at every '=', and fails over a second one
        added[key] = `${check}=${reason.replace(/=/g, ':')}`;
        break;
      }
    }
  }
  return added;
}

function nextSkip(skipped: ReadonlyMap<string, string>): string {
  let number = 1;
  while (skipped.has(`${CHECKOV_SKIP}${number}`)) {
    number++;
  }
  return `${CHECKOV_SKIP}${number}`;
}

function texts(list: unknown): string[] {
  return typeof list === 'string' ? list.split(',').map((item) => item.trim()).filter((item) => item !== '') : [];
}
