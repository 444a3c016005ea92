import { grants, wanted } from './quota-text';
import { counted, quotaCalled } from './sum-text';
import { KeptShortfall } from '../../capacity/quota/kept';
import { JOB_SET } from '../../reading/gangs';

/** What work leaves behind when it is over and a quota counts, and what to change. */
export function keptText(shortfall: KeptShortfall): string {
  const { quota, key, workload: { subject }, runs, needs } = shortfall;
  const ofPods = key === 'count/pods';
  const comes = `${subject.called} comes to ${needs} ${ofPods ? 'pods' : 'Jobs'} ${runs > 0 ? `with ${counted(runs, 'run')} that it keeps` : 'until it is done'}`;
  const remedies = [
    `raise it to ${wanted(shortfall)}`,
    ...ofPods ? ["grant 'pods' instead, which counts what is not over"] : [],
    runs > 0 ? 'lower its successfulJobsHistoryLimit' : subject.kind === JOB_SET ? 'lower its replicas and completions' : 'lower its completions',
  ];
  return `${comes}, and what is over counts too: ${key} of ${quotaCalled(quota.subject)} grants ${grants(shortfall)}; ${remedies.join(', or ')}`;
}
