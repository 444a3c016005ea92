/** Nothing is wrong, or nothing that stops. */
export const GOOD = 0;

/** The manifests have errors. */
export const BAD = 1;

/** There is no answer: the input or the arguments are not what they have to be. */
export const UNJUDGED = 2;
