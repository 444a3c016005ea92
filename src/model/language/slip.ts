/**
 * True if `text` is `name` but for a slip of the pen: other case or separators, two neighbours swapped, a letter left out or written twice. Nothing else: by one
 * digit (`qwen4`), one word (`qwen3_vl_moe`), one letter more (`mllama`) or another one (`llava`) it is another architecture, of which nothing is known here.
 */
export function isSlip(text: string, name: string): boolean {
  const [a, b] = [lettersOf(text), lettersOf(name)];
  if (a === b) {
    return true;
  }
  let at = 0;
  while (a[at] === b[at]) {
    at++;
  }
  const isLetter = (character: string | undefined) => character !== undefined && /[a-z]/.test(character);
  const swapped = isLetter(a[at]) && isLetter(b[at]) && a.slice(at) === `${b[at + 1]}${b[at]}${b.slice(at + 2)}`;
  const leftOut = isLetter(b[at]) && a.slice(at) === b.slice(at + 1);
  const twice = isLetter(a[at]) && a[at] === a[at - 1] && a.slice(at + 1) === b.slice(at);
  return swapped || leftOut || twice;
}

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
