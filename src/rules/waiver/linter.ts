/** A linter that reads waivers from annotations. */
export enum Linter {
  /**
   * kube-linter of StackRox.
   * @see https://docs.kubelinter.io/#/configuring-kubelinter?id=ignoring-violations-for-specific-cases
   */
  KUBE_LINTER = 'kube-linter',
  /**
   * kube-score.
   * @see https://github.com/zegl/kube-score#ignoring-a-test
   */
  KUBE_SCORE = 'kube-score',
  /**
   * Polaris of Fairwinds.
   * @see https://polaris.docs.fairwinds.com/customization/exemptions/
   */
  POLARIS = 'polaris',
  /**
   * Checkov.
   * @see https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
   */
  CHECKOV = 'checkov',
}

/** Options of `Waivers.addLinter`. */
export interface LinterWaiverOptions {
  /**
   * The kinds of objects that the waiver is written on, with their API group: `apps/Deployment`, `Service`.
   * @default - those that make pods
   */
  readonly kinds?: string[];
}
