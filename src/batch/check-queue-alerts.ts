import { fairWaits } from './queue-worker-plan';
import { QueueWorkerProps } from './queue-worker-props';
import { checkSeconds, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';
import { checkAlertOptions } from '../observability/alerting-rule';
import { TaskPlan } from '../task/task-plan';

/** What is wrong with the alerts of a worker. */
export function checkQueueAlerts(problems: Problems, plan: TaskPlan, props: QueueWorkerProps): void {
  const { alerts = [], queue: { _facts: facts } } = props;
  alerts.forEach((alert, i) => {
    const property = `alerts[${i}]`;
    checkAlertOptions(problems, property, alert._options);
    checkSeconds(problems, `${property}.limit`, alert._options.limit, 1);
    checkLimit(problems, `${property}.limit`, secondsOf(alert._options.limit), plan, props);
    const { metric } = alert._options;
    if (metric !== undefined && metric.trim() === '') {
      problems.add(`${property}.metric`, 'PromQL', metric, 'leave it out, or write for example "max(documents_oldest_age_seconds)"');
    } else if (facts.type === 'cron') {
      problems.say(`'${property}' is about messages and 'queue' is the clock, which has none; leave it out`);
    } else if (!alert._oldest(facts)) {
      problems.add(`${property}.metric`, `PromQL for the seconds that the oldest message has waited, which no widely used exporter tells of ${facts.title}`, metric,
        'write for example "max(documents_oldest_age_seconds)"');
    }
    const twin = alerts.findIndex((other) => other._severity === alert._severity);
    if (twin < i) {
      problems.add(`${property}.severity`, `another one than that of alerts[${twin}], for which Alertmanager would take it`, alert._severity, 'give another one, or leave the alert out');
    }
  });
}

/** An alert that fires while everything is as it should be is soon one that nobody looks at. */
function checkLimit(problems: Problems, property: string, limit: number, plan: TaskPlan, props: QueueWorkerProps): void {
  const waits = fairWaits(plan, props);
  const sum = waits.reduce((total, { seconds }) => total + seconds, 0);
  if (limit <= sum) {
    const terms = waits.map(({ cause, seconds }) => `${seconds} s ${cause}`).join(' + ');
    problems.add(property, `above what a message may wait while nothing is wrong (${waits.length > 1 ? `${terms} = ${sum} s` : terms})`, `${limit} s`,
      `raise it${waits.length > 1 && props.consumers._stay ? ', or keep a consumer (min)' : ''}`);
  }
}
