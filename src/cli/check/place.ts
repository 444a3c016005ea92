/** A file with its line. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Where the object of a finding stands. */
export function placeOf({ path }: { readonly path: string }): Place {
  const found = /^(.*):(\d+)$/.exec(path);
  return found ? { file: found[1], line: Number(found[2]) } : { file: path };
}
