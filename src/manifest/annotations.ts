import { PREFIX } from './manifest';

/** On pods: the memory that a model takes of each accelerator, a quantity. Rules compare it with the cards of the pools that the pod may enter. */
export const ACCELERATOR_MEMORY = `${PREFIX}/accelerator-memory`;
/** On Deployments: the sum by which a model fits its accelerators, for people to read. */
export const MODEL_MEMORY = `${PREFIX}/model-memory`;
/** On pods: the version of CUDA that the image is built with, `12.8`. Rules compare it with the driver of the pools that the pod may enter. */
export const CUDA_VERSION = `${PREFIX}/cuda-version`;
/** On Jobs and their pods: which run of a task it is. It stands in the Job's name too, so that the next run is another object. */
export const RUN_ID = `${PREFIX}/run-id`;
/** On pods of a training: seconds from one checkpoint to the next; none where it saves nothing. */
export const CHECKPOINT_INTERVAL = `${PREFIX}/checkpoint-interval`;
/** On pods of a training: where its checkpoints are: `claim/NAME` on a claim for one writer, `shared/NAME` on one for many, or the address of a folder. */
export const CHECKPOINT = `${PREFIX}/checkpoint`;
/** On pods of a training: seconds that a run takes, as its author expects. */
export const RUN_TIME = `${PREFIX}/run-time`;
/** On pods of a training: what becomes of a run that is disrupted, `resume`, `restart` or `fail`. */
export const DISRUPTION = `${PREFIX}/disruption`;
