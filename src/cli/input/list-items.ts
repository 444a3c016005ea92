/** A part of a document, as a text of its own. */
export interface Part {
  readonly text: string;
  /** How many lines of the document stand before it. */
  readonly skipped: number;
}

/** The items of a list in YAML, and what stands around them. */
export interface ListParts {
  readonly head: string;
  readonly items: readonly Part[];
}

const ITEMS = /^items:[ \t]*(?:#.*)?\n(?=(?:[ \t]*(?:#.*)?\n)*( *)-[ \n])/m;

/**
 * Takes a list of objects (`kubectl get -o yaml` writes one) apart by its lines, so that each object has its own place and only one of them is
 * read at a time. Each keeps its columns. Nothing if the text holds no such list.
 */
export function listItems(text: string): ListParts | undefined {
  const found = text.includes('\nitems:') || text.startsWith('items:') ? ITEMS.exec(text) : null;
  if (!found) {
    return undefined;
  }
  const [opening, { length: indent }] = found;
  const dash = `${found[1]}-`;
  const items: Part[] = [];
  let skipped = linesIn(text.slice(0, found.index + opening.length));
  let from = -1;
  let fromLine = skipped;
  let at = found.index + opening.length;
  const close = (end: number) => {
    if (from >= 0) {
      // the dash makes way for a space, so that the item is a map of its own
      items.push({ text: `${' '.repeat(indent + 1)}${text.slice(from + indent + 1, end)}`, skipped: fromLine });
    }
  };
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    const first = text.charCodeAt(at);
    if (text.startsWith(dash, at) && /[ \n]|^$/.test(text.slice(at + indent + 1, at + indent + 2))) {
      close(at);
      from = at;
      fromLine = skipped;
    } else if (first !== 0x20 && first !== 0x0a && first !== 0x23) {
      break;
    }
    skipped++;
    at = end;
  }
  close(at);
  return { head: text.slice(0, found.index) + text.slice(at), items };
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}
