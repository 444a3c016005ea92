import { PREFIX } from './manifest';

/** On pods: the memory that a model takes of each accelerator, a quantity. Rules compare it with the cards of the pools that the pod may enter. */
export const ACCELERATOR_MEMORY = `${PREFIX}/accelerator-memory`;
/** On pods: the version of CUDA that the image is built with, `12.8`. Rules compare it with the driver of the pools that the pod may enter. */
export const CUDA_VERSION = `${PREFIX}/cuda-version`;
