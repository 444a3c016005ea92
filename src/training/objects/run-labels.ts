import { RUN_ID } from '../../manifest/annotations';
import { TrainingPlan } from '../training-plan';

/** Labels of a run and its pods alone; what outlives the run does not carry them. */
export function runLabels({ props: { run, runId } }: TrainingPlan): { readonly [key: string]: string } {
  return { ...run?._labels, ...runId !== undefined && runId.length <= 63 && { [RUN_ID]: runId } };
}
