import { Cluster } from '../../../src/cluster/cluster';
import { ExternalObject } from '../../../src/manifest/external';
import { Severity } from '../../../src/manifest/finding';

/** Manifests with something wrong, and what a rule says of it. */
export interface Broken {
  readonly rule: string;
  /** What is wrong with them. */
  readonly name: string;
  readonly objects: readonly any[];
  readonly externals?: readonly ExternalObject[];
  /** The cluster that all of them are meant for. */
  readonly cluster?: Cluster;
  /** The cluster on whose pools all of them are placed. */
  readonly placedOn?: Cluster;
  /** The messages of the rule, all of them. */
  readonly says: readonly string[];
  /** The severity of all of them, where it is not the rule's. */
  readonly severity?: Severity;
}

/** Manifests that are nearly wrong, and of which the rule says nothing. */
export interface NearMiss {
  readonly rule: string;
  readonly name: string;
  readonly objects: readonly any[];
  readonly externals?: readonly ExternalObject[];
  /** The cluster that all of them are meant for. */
  readonly cluster?: Cluster;
  /** The cluster on whose pools all of them are placed. */
  readonly placedOn?: Cluster;
}

/** The cases of one subject. */
export interface Cases {
  readonly broken: readonly Broken[];
  readonly nearMisses: readonly NearMiss[];
}
