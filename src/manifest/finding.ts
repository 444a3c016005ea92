/** How much a finding weighs. */
export enum Severity {
  /** Stops the synth; no file is written. */
  ERROR = 'error',
  /** Is printed once and reported; the synth goes on. */
  WARNING = 'warning',
}

/** What a rule found wrong with one object. */
export interface Finding {
  /** The rule's id, `ML-NET-001`. */
  readonly rule: string;
  /** How much it weighs. */
  readonly severity: Severity;
  /** The path of the construct that made the object. */
  readonly path: string;
  /** The object, `Deployment/team-a/chat`. */
  readonly object: string;
  /** What is wrong, with the numbers, and what to change. */
  readonly message: string;
  /**
   * The reason for which it was waived. A waived finding is reported, and neither printed nor stops anything.
   * @default - not waived
   */
  readonly waivedBecause?: string;
  /**
   * Whether the baseline has it: it was there before, and neither is printed nor stops anything.
   * @default false
   */
  readonly known?: boolean;
}
