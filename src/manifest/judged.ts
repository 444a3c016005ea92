import { Manifest } from './manifest';
import { Cluster } from '../cluster/cluster';

/** A manifest as it will be applied, with what the rules may know of where it comes from. */
export interface JudgedObject {
  readonly manifest: Manifest;
  /** Path of the construct that made it; the file where there is no construct. */
  readonly path: string;
  /** The cluster it is meant for, where one was declared. */
  readonly cluster?: Cluster;
  /** The cluster whose pools it was placed on, where it is not said to be meant for any. */
  readonly placedOn?: Cluster;
}
