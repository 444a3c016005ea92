import { readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { Programs } from './programs';

/** The annotation by which KWOK knows its nodes beside real ones. */
export const KWOK_ANNOTATION = 'kwok.x-k8s.io/node';

/**
 * What becomes of a node and its pods, in terms of KWOK's own stages: ready at
 * once, a Job's pods succeed at once, and a pod fails if it is labelled
 * `pod-container-running-failed.stage.kwok.x-k8s.io: "true"`.
 */
export const KWOK_STAGES = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'pod/fast/pod-ready.yaml',
  'pod/fast/pod-complete.yaml',
  'pod/fast/pod-delete.yaml',
  'pod/chaos/pod-container-running-failed.yaml',
];

/** Writes the stages into the folder, and returns the command that plays them. */
export function kwokCommand(programs: Programs, dir: string, kubeconfig: string, nodes: 'all' | 'annotated', stages: string[]): string[] {
  const config = join(dir, 'kwok-stages.yaml');
  writeFileSync(config, stages.map((stage) => readFileSync(resolve(programs.stages, stage), 'utf8').trimEnd() + '\n').join('---\n'));
  return [
    join(programs.bin, 'kwok'),
    '--kubeconfig', kubeconfig,
    '--config', config,
    '--node-lease-duration-seconds', '40',
    ...nodes === 'all'
      ? ['--manage-all-nodes=true']
      : ['--manage-all-nodes=false', `--manage-nodes-with-annotation-selector=${KWOK_ANNOTATION}=fake`],
  ];
}
