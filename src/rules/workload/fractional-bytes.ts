import { Quantity } from '../../capacity/quantity';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Half a byte of memory. */
export const fractionalBytes: Rule = {
  id: 'ML-RES-001',
  title: 'memory and storage are whole bytes',
  severity: Severity.WARNING,
  why: 'The suffix m means a thousandth: memory 512m is half a byte, which the API server takes with a warning. As a limit nothing starts under it; as a request it reserves nothing.',
  fix: 'Write 512Mi for mebibytes, 512M for megabytes.',
  example: "container 'server' of Deployment 'chat' has limits.memory 512m, which is 0.512 bytes; write 512Mi",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      for (const container of template.all) {
        const resources = mapOf(container.shape.resources);
        for (const side of ['requests', 'limits']) {
          for (const name of ['memory', 'ephemeral-storage']) {
            const value = mapOf(resources[side])[name];
            const quantity = value === undefined ? undefined : Quantity.parse(value);
            if (quantity && !quantity.isWhole) {
              report(template.owner, `${container.called} has ${side}.${name} ${value}, which is ${Number(quantity.nanos) / 1e9} bytes; write ${String(value).replace(/m$/, 'Mi')}`);
            }
          }
        }
      }
    }
  },
};
