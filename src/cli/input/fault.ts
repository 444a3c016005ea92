/** Something in the input that cannot be read as a manifest. */
export interface Fault {
  /** The file, as the reader would open it. */
  readonly file: string;
  /** Counted from 1; none where it is about the whole file. */
  readonly line?: number;
  /** Counted from 1. */
  readonly column?: number;
  /** What is wrong, and what to change. */
  readonly message: string;
  /** The text that is at fault looks like a template. */
  readonly template?: boolean;
}

/** `k8s/chat.yaml:3:7: …` */
export function faultText({ file, line, column, message }: Fault): string {
  return `${file}${line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}: ${message}`;
}
