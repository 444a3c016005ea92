import { Severity } from '../../manifest/finding';
import { RUN_BY } from '../../reading/gangs';
import { ContainerView } from '../../reading/pod-template';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

/** By which variable a program is told where it finds what it did before, and what it does then. */
const FOLDERS: readonly { readonly variable: string; readonly then: string; readonly give: string }[] = [
  { variable: 'COMMIT_MARKER_URI', then: 'the second finds its shards done and scores nothing', give: 'output' },
  { variable: 'CHECKPOINT_PATH', then: "the second goes on from the first one's checkpoints", give: 'address for checkpoints' },
];

/** Two runs that take each other's work for their own. On a claim they are no two, for a claim is of one namespace and a run's name of one run there. */
export const ownFolder: Rule = {
  id: 'ML-JOB-003',
  title: 'no two runs have one folder in object storage',
  severity: Severity.ERROR,
  why: 'A shard is done when its marker is there and a training goes on from the checkpoints of its folder, so that a run which finds those of another does no work, or other work, and ends well. '
    + 'A bucket is the same for every namespace and cluster.',
  fix: 'Give each its own output or checkpoint address, the stage in it, or another name.',
  example: "Job 'score' of namespace 'dev' and Job 'score' of namespace 'prod' are both told COMMIT_MARKER_URI 's3://scores/run=score-r1/shard=$(SHARD_INDEX)/_SUCCESS': the second finds its shards done and scores nothing; "
    + 'give each an output of its own, such as one with the namespace in it',
  judges: RUN_BY,
  check(set, report) {
    const first = new Map<string, Subject>();
    for (const subject of RUN_BY.flatMap((kind) => set.ofKind(kind))) {
      for (const { variable, then, give } of FOLDERS) {
        const address = addressOf(set.templatesOf(subject).flatMap(({ containers }) => containers), variable);
        if (address === undefined) {
          continue;
        }
        // what a run's name is in it, two of one name have in common
        const key = `${variable} ${address} ${address.includes('$(RUN_ID)') ? `${subject.kind} ${subject.name}` : ''}`;
        const other = first.get(key);
        if (other) {
          report(subject, `${of(subject)} and ${of(other)} are both told ${variable} '${address}': ${then}; give each an ${give} of its own, such as one with the namespace in it`);
        } else {
          first.set(key, subject);
        }
      }
    }
  },
};

const of = ({ called, namespace }: Subject): string => `${called} of namespace '${namespace ?? 'default'}'`;

/** The address in object storage that a container is told, with the values of the variables that it is made of where they stand there. */
function addressOf(containers: readonly ContainerView[], variable: string): string | undefined {
  for (const container of containers) {
    // as deep as this library nests them: the marker is in the shard's folder, which is in the run's
    const whole = (text: string, depth = 2): string => text.replace(/\$\(([^)]+)\)/g, (reference, called: string) => {
      const value = depth > 0 ? container.valueOf(called) : undefined;
      return value === undefined ? reference : whole(value, depth - 1);
    });
    const address = whole(container.valueOf(variable) ?? '');
    if (address.includes('://')) {
      return address;
    }
  }
  return undefined;
}
