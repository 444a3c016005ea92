import { hourlyPriceOf, rounded, timeText, trainedOn, TrainedOn, workText } from './cost';
import { trainingsOf, TrainingView } from './trainings';
import { Truth } from '../../capacity/nodes/truth';
import { Severity } from '../../manifest/finding';
import { RUN_BY } from '../../reading/gangs';
import { acceleratorPools, EnteredPool } from '../accelerator/entered-pools';
import { Rule } from '../rule';

/** A training that is interrupted, and what that costs. */
export const spotLoss: Rule = {
  id: 'ML-TRAIN-001',
  title: 'what an interruption of a training on spot nodes costs is known, and worth their price',
  severity: Severity.WARNING,
  why: 'A node that is taken back loses what was done since the last checkpoint: half an interval on average, and on several nodes for all of them, as they go on together. Without a '
    + 'checkpoint it is all that was done. Against that stands the price: where p is what spot costs and q what other nodes of the same kind cost, spot is cheaper up to '
    + '(1 − p ÷ q) ÷ half the interval interruptions in an hour, before the time to start again. A save at the end needs a notice as long as it takes (120 s on AWS, '
    + '30 s on Azure, of which GKE leaves pods 15 s of 30), and none is promised. https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms',
  fix: 'Save more often, save at all, or use nodes that are not taken back; waive the rule where the sum is as it should be.',
  example: "JobSet 'gang' runs on spot nodes (pool 'spot'), and each interruption loses 10 min of work on average and 20 min at most: 4 nodes × 8 accelerators × 10 min = 5.3 accelerator hours, "
    + "which cost 8, and the time to start again; against pool 'a100' (30 an hour, not 12) that is cheaper up to 3.6 interruptions an hour; save more often, or waive the rule if that is worth it",
  judges: RUN_BY,
  check(set, report) {
    for (const training of trainingsOf(set)) {
      const on = trainedOn(set, training);
      const spot = on.pools.filter(({ pool, truth }) => pool.spot && truth >= Truth.LIKELY);
      if (spot.length > 0) {
        const names = spot.map(({ pool }) => `'${pool.name}'`).join(', ');
        const where = `${training.subject.called} ${spot.length === on.pools.length ? 'runs' : 'may run'} on spot nodes (pool ${names}), and each interruption loses`;
        report(training.subject, `${where} ${lossText(training, on)}${noticeText(training, spot)}; ${training.interval === undefined ? 'save checkpoints, or use nodes that are not taken back' : 'save more often, or waive the rule if that is worth it'}`);
      }
    }
  },
};

function lossText(training: TrainingView, on: TrainedOn): string {
  const { interval, runTime, deadline } = training;
  if (interval !== undefined) {
    return `${timeText(interval / 2)} of work on average and ${timeText(interval)} at most: ${sumText(training, on, interval / 2)}, and the time to start again${againstText(training, on, interval / 2)}`;
  }
  return runTime === undefined
    ? `all that was done${deadline === undefined ? '' : `, ${timeText(deadline)} at most`}, for it saves no checkpoints`
    : `${timeText(runTime / 2)} of work on average and ${timeText(runTime)} at most, for it saves no checkpoints: ${sumText(training, on, runTime / 2)}, and the time to start again`;
}

/** What becomes of the save at the end where the provider's notice is shorter than the time to end. */
function noticeText({ interval, grace }: TrainingView, spot: readonly EnteredPool[]): string {
  const [short] = spot.map(({ pool }) => pool).filter(({ _notice }) => _notice !== undefined && _notice < grace).sort((a, b) => a._notice! - b._notice!);
  return short && interval !== undefined
    ? `; its pods may take ${grace} s to save and end, and have ${short._notice} s when a node of pool '${short.name}' is taken back, so that a last save may be cut off`
    : '';
}

function sumText({ nodes }: TrainingView, { pools, gpus }: TrainedOn, seconds: number): string {
  const prices = pools.flatMap(({ pool }) => (pool.spot ? hourlyPriceOf(pool, gpus) ?? [] : []));
  const price = prices.length > 0 ? Math.max(...prices) : undefined;
  return `${workText(nodes, gpus, seconds)}${price === undefined ? '' : `, which cost ${rounded((price * nodes * seconds) / 3600)}`}`;
}

/** Up to how many interruptions spot nodes are cheaper than the cheapest others with the same accelerators, where both prices are declared. */
function againstText({ subject }: TrainingView, { pools, gpus }: TrainedOn, lost: number): string {
  const spot = pools.map(({ pool }) => pool).find((pool) => pool.spot);
  const price = spot && hourlyPriceOf(spot, gpus);
  const others = acceleratorPools(subject.cluster)
    .filter((pool) => !pool.spot && pool._devices!.resource === spot?._devices!.resource && pool.accelerator!.name === spot?.accelerator!.name)
    .flatMap((pool) => {
      const other = hourlyPriceOf(pool, gpus);
      return other === undefined ? [] : [{ name: pool.name, price: other }];
    })
    .sort((a, b) => a.price - b.price);
  if (price === undefined || others.length === 0) {
    return '';
  }
  const [{ name, price: other }] = others;
  const most = (1 - price / other) / (lost / 3600);
  return `; against pool '${name}' (${rounded(other)} an hour, not ${rounded(price)}) that is ${most > 0 ? `cheaper up to ${rounded(most)} interruptions an hour` : 'never cheaper'}`;
}
