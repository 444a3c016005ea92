import { PREFIX } from './manifest';

/** On pods: the memory that a model takes of each accelerator, a quantity. Rules compare it with the cards of the pools that the pod may enter. */
export const ACCELERATOR_MEMORY = `${PREFIX}/accelerator-memory`;
/** On Deployments: the sum by which a model fits its accelerators, for people to read. */
export const MODEL_MEMORY = `${PREFIX}/model-memory`;
/** On pods: the version of CUDA that the image is built with, `12.8`. Rules compare it with the driver of the pools that the pod may enter. */
export const CUDA_VERSION = `${PREFIX}/cuda-version`;
