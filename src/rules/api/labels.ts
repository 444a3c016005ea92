import { isLabelValue, isQualifiedName } from '../../border/names';

/** What to do about a label that is not legal. */
export function labelRemedy(value: unknown): string {
  return typeof value === 'string' ? 'shorten it or use other characters; what is free text belongs into an annotation' : 'put it in quotes';
}

/** What a label has to be and is not, or nothing. */
export function labelFault(key: string, value: unknown): string | undefined {
  if (!isQualifiedName(key)) {
    return "a label whose key has at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', behind an optional DNS prefix and '/'";
  }
  if (value === null) {
    return undefined;
  }
  if (typeof value !== 'string') {
    return 'a text';
  }
  return isLabelValue(value) ? undefined
    : "at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', starting and ending with a letter or digit";
}
