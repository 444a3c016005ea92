import { isLabelValue } from '../border/names';
import { Problems } from '../border/problems';
import { PREFIX } from '../manifest/manifest';

/** Who answers for a namespace and who pays for it. */
export interface Ownership {
  readonly owner?: string;
  readonly costCenter?: string;
  readonly purpose?: string;
}

const KEYS = { owner: `${PREFIX}/owner`, costCenter: `${PREFIX}/cost-center`, purpose: `${PREFIX}/purpose` };
const NAMES = Object.keys(KEYS) as (keyof Ownership)[];

/** The one label that cost tools (OpenCost and Kubecost) and policies read of an owner unless they are told otherwise. */
const OWNER = 'owner';

/** Records what is wrong with whichever of them is given, and which of those that are `required` is not. */
export function checkOwnership(problems: Problems, ownership: Ownership, required: readonly (keyof Ownership)[] = []): void {
  for (const key of NAMES) {
    const value = ownership[key];
    if ((value !== undefined || required.includes(key)) && (typeof value !== 'string' || value.trim() === '')) {
      problems.add(key, 'a text', value, 'say who or what it is, for example "nlp"');
    }
  }
}

/** What of it can stand in labels, where selectors and cost tools find it. */
export function ownershipLabels(ownership: Ownership): { [key: string]: string } {
  const labels = pick(ownership, isLabelValue);
  return labels[KEYS.owner] ? { [OWNER]: labels[KEYS.owner], ...labels } : labels;
}

/** What of it is too long or too free for a label. */
export function ownershipAnnotations(ownership: Ownership): { [key: string]: string } {
  return pick(ownership, (value) => !isLabelValue(value));
}

function pick(ownership: Ownership, wanted: (value: string) => boolean): { [key: string]: string } {
  const result: { [key: string]: string } = {};
  for (const key of NAMES) {
    const value = ownership[key];
    if (value !== undefined && wanted(value)) {
      result[KEYS[key]] = value;
    }
  }
  return result;
}

/** Says to whom a key belongs that stands for something which has a property of its own. */
export function ownershipKey(key: string): string | undefined {
  const property = NAMES.find((one) => KEYS[one] === key);
  return property && `give '${property}' instead`;
}
