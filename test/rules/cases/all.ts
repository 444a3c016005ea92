import { accelerators } from './accelerators';
import { apiObject } from './api-object';
import { apiPod } from './api-pod';
import { capacity } from './capacity';
import { Broken, NearMiss } from './case';
import { facts } from './facts';
import { jobs } from './jobs';
import { keda } from './keda';
import { network } from './network';
import { pods } from './pods';
import { queue } from './queue';
import { reference } from './reference';
import { scale } from './scale';
import { scaleMetrics } from './scale-metrics';
import { secrets } from './secrets';
import { storage } from './storage';
import { training } from './training';
import { version } from './version';

const ALL = [capacity, accelerators, apiPod, apiObject, jobs, keda, network, scale, scaleMetrics, reference, pods, queue, secrets, storage, training, version, facts];

/** Every case of something wrong. */
export const BROKEN: readonly Broken[] = ALL.flatMap(({ broken }) => broken);

/** Every case of something nearly wrong. */
export const NEAR_MISSES: readonly NearMiss[] = ALL.flatMap(({ nearMisses }) => nearMisses);
