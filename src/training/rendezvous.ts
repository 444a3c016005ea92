/** The port at which the first node awaits the others: torchrun's own. */
export const RENDEZVOUS_PORT = 29500;

/** The replicated job of a JobSet that has all nodes; Kubeflow's runtimes call it so too. */
export const REPLICATED_JOB = 'node';

/** How the nodes of a run find each other. */
export interface Rendezvous {
  /** The host of the first. */
  readonly address: string;
  readonly nodes: number;
  /** The number of this node, from 0; `RANK` where each pod has its own. */
  readonly rank: string;
  /** Accelerators of each. */
  readonly gpus: number;
}

/** Stands for the number that each pod has. */
export const RANK = '$(rank)';

/** Where the first node of a run is. */
export type Meeting =
  /** Alone on one node. */
  | { readonly kind: 'alone' }
  /** In an Indexed Job of that name, by the headless Service of its pods. */
  | { readonly kind: 'job'; readonly job: string; readonly service: string }
  /** In a JobSet of that name, by the Service that its controller makes. */
  | { readonly kind: 'jobSet'; readonly name: string };

/**
 * The host of the first node.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
 * @see https://jobset.sigs.k8s.io/docs/concepts/#dns-hostnames-for-pods
 */
export function firstHost(meeting: Meeting): string {
  switch (meeting.kind) {
    case 'alone': return 'localhost';
    case 'job': return `${meeting.job}-0.${meeting.service}`;
    case 'jobSet': return `${meeting.name}-${REPLICATED_JOB}-0-0.${meeting.name}`;
  }
}
