import { eachProbe } from './each-probe';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { numberOf } from '../../reading/shape';
import { Rule } from '../rule';

const DEFAULT_TIMEOUT = 1;
const DEFAULT_PERIOD = 10;

/** A probe that outlasts its own period. */
export const probeTimeout: Rule = {
  id: 'ML-PROBE-002',
  title: 'a probe answers within its period',
  severity: Severity.WARNING,
  why: 'A probe runs one at a time: with a timeout above the period, failures are counted more slowly than the numbers say, and thresholds lose their meaning.',
  fix: 'Set timeoutSeconds to at most periodSeconds.',
  example: "livenessProbe of container 'server' of Deployment 'chat' waits 30 s for an answer (timeoutSeconds) and begins every 10 s (periodSeconds); raise the period or lower the timeout",
  judges: WORKLOADS,
  check(set, report) {
    eachProbe(set, (name, probe, container, template) => {
      const timeout = numberOf(probe.timeoutSeconds) || DEFAULT_TIMEOUT;
      const period = numberOf(probe.periodSeconds) || DEFAULT_PERIOD;
      if (timeout > period) {
        report(template.owner, `${name} of ${container.called} waits ${timeout} s for an answer (timeoutSeconds) and begins every ${period} s (periodSeconds); raise the period or lower the timeout`);
      }
    });
  },
};
