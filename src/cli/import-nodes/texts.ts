/** Texts by their names: labels, or quantities by resource. */
export interface Texts {
  readonly [key: string]: string;
}
