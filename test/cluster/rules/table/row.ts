/** A change of one of `BASES`: paths and what stands there then (`undefined`: nothing). */
export type Edit = { readonly [path: string]: unknown };

/** Something that a rule calls an error because the API server refuses it, and what is nearly the same and taken. */
export interface Row {
  readonly rule: string;
  readonly kind: string;
  /** Each of them is refused. */
  readonly illegal: readonly Edit[];
  /** Each of them is taken. */
  readonly legal: readonly Edit[];
}

/** Values at one path. */
export function values(rule: string, kind: string, path: string, illegal: readonly unknown[], legal: readonly unknown[]): Row {
  const at = (value: unknown) => ({ [path]: value });
  return { rule, kind, illegal: illegal.map(at), legal: legal.map(at) };
}

/** Whole changes, for what several fields are about. */
export const edits = (rule: string, kind: string, illegal: readonly Edit[], legal: readonly Edit[]): Row => ({ rule, kind, illegal, legal });

/** A text of that many characters. */
export const long = (length: number): string => 'x'.repeat(length);

/** Where the tests' workloads have their pods, and in them the first container. */
export const POD = 'spec.template.spec';
export const MAIN = `${POD}.containers[0]`;
