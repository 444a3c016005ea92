/** By this label nodes and pods of a case find each other, and no others. */
export const CASE = 'agreement.test/case';
/** The labels by which pods are placed to each other. */
export const HOST = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';
