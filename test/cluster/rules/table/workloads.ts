import { edits, long, POD, Row, values } from './row';

const ROLLING = 'spec.strategy.rollingUpdate';
const EXIT_CODES = 'spec.podFailurePolicy.rules[0].onExitCodes';

/** Deployments, StatefulSets, Jobs and CronJobs around their pods. */
export const WORKLOADS: readonly Row[] = [
  values('ML-API-007', 'Deployment', 'spec.selector.matchLabels.app', ['other', 'a b'], ['web']),
  values('ML-API-007', 'Deployment', 'spec.selector',
    [undefined, {}, { matchLabels: {} }],
    [{ matchLabels: { 'example.com/tier': 'Front.End_1' } }, { matchExpressions: [{ key: 'app', operator: 'Exists' }] }]),
  values('ML-API-007', 'Deployment', 'spec.selector.matchExpressions[0]', [
    { key: 'app', operator: 'in', values: ['web'] },
    { key: 'app', operator: 'In' },
    { key: 'app', operator: 'Exists', values: ['web'] },
    { key: 'app', operator: 'NotIn', values: ['web'] },
    { key: 'a b', operator: 'Exists' },
  ], [{ key: 'none', operator: 'DoesNotExist' }, { key: 'app', operator: 'NotIn', values: ['other'] }]),

  values('ML-API-008', 'Deployment', 'spec.replicas', [-1, 1.5, '2'], [0, null, undefined]),
  values('ML-API-008', 'Deployment', ROLLING, [
    { maxSurge: 0, maxUnavailable: 0 },
    { maxSurge: '0%', maxUnavailable: 0 },
    { maxSurge: 1, maxUnavailable: '101%' },
    { maxSurge: -1 },
    { maxSurge: '1' },
    { maxSurge: '1.5%' },
  ], [{ maxSurge: '150%', maxUnavailable: 0 }, { maxSurge: 0 }, { maxSurge: 0, maxUnavailable: '1%' }]),
  values('ML-API-008', 'Deployment', 'spec.strategy.type', ['Recreate', 'Rolling'], ['', undefined]),
  values('ML-API-008', 'Deployment', 'spec.strategy', [{ type: 'rollingUpdate' }], [{ type: 'Recreate' }, {}]),
  edits('ML-API-008', 'Deployment', [
    { 'spec.minReadySeconds': 600 },
    { 'spec.progressDeadlineSeconds': undefined, 'spec.minReadySeconds': 600 },
    { 'spec.progressDeadlineSeconds': 5 },
  ], [
    { 'spec.minReadySeconds': 599 },
    { 'spec.progressDeadlineSeconds': undefined, 'spec.minReadySeconds': 599 },
    { 'spec.progressDeadlineSeconds': 6 },
  ]),
  values('ML-API-008', 'Deployment', `${POD}.restartPolicy`, ['Never', 'OnFailure'], ['Always', '']),
  values('ML-API-008', 'Deployment', `${POD}.activeDeadlineSeconds`, [60], [undefined]),
  values('ML-API-008', 'StatefulSet', 'spec.replicas', [-1], [0]),

  values('ML-API-009', 'Job', `${POD}.restartPolicy`, ['Always', 'OnFailure', undefined], ['Never']),
  values('ML-API-009', 'Job', 'spec.completions', [undefined, -1], [3]),
  values('ML-API-009', 'Job', 'spec.completionMode', ['NonIndexed', 'indexed', undefined], ['Indexed']),
  edits('ML-API-009', 'Job',
    [{ 'spec.completionMode': 'NonIndexed', 'spec.podFailurePolicy': undefined }],
    [{ 'spec.completionMode': 'NonIndexed', 'spec.podFailurePolicy': undefined, 'spec.backoffLimitPerIndex': undefined, 'spec.maxFailedIndexes': undefined }]),
  values('ML-API-009', 'Job', `${EXIT_CODES}.values`, [[0, 1], [2, 1], [1, 1], []], [[1], [1, 2, 3]]),
  edits('ML-API-009', 'Job', [{ [`${EXIT_CODES}.operator`]: 'in' }], [{ [`${EXIT_CODES}.operator`]: 'NotIn', [`${EXIT_CODES}.values`]: [0, 1] }]),
  values('ML-API-009', 'Job', 'metadata.name', [long(62), 'a.b'], [long(61)]),
  edits('ML-API-009', 'Job', [{ 'spec.backoffLimit': -1 }, { 'spec.parallelism': -1 }, { 'spec.ttlSecondsAfterFinished': -1 }], [{ 'spec.backoffLimit': 0 }, { 'spec.parallelism': 0 }]),

  edits('ML-API-009', 'Job', [
    { 'spec.podFailurePolicy.rules[0].action': 'Fail' },
    { 'spec.podFailurePolicy.rules[0].action': undefined },
    { [`${EXIT_CODES}.operator`]: undefined },
    { [`${EXIT_CODES}.containerName`]: 'trainer' },
    { [`${EXIT_CODES}.values`]: [...Array(256).keys()].map((code) => code + 1) },
    { 'spec.podFailurePolicy.rules[1].onPodConditions[0].type': '' },
    { 'spec.podFailurePolicy.rules[1].onPodConditions[0].status': 'yes' },
    { 'spec.podFailurePolicy.rules[1].onPodConditions': Array(21).fill({ type: 'DisruptionTarget', status: 'True' }) },
    { 'spec.podFailurePolicy.rules': Array(21).fill({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }) },
  ], [
    { 'spec.podFailurePolicy.rules[0].action': 'Count' },
    { [`${EXIT_CODES}.containerName`]: 'fetch' },
    { [`${EXIT_CODES}.containerName`]: undefined },
    { [`${EXIT_CODES}.values`]: [...Array(255).keys()].map((code) => code + 1) },
    { 'spec.podFailurePolicy.rules[1].onPodConditions[0].status': 'Unknown' },
    { 'spec.podFailurePolicy.rules': Array(20).fill({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }) },
  ]),
  values('ML-API-009', 'Job', 'spec.podReplacementPolicy', ['TerminatingOrFailed', 'failed'], ['Failed', undefined]),
  edits('ML-API-009', 'Job', [{ 'spec.podFailurePolicy': undefined, 'spec.podReplacementPolicy': 'failed' }], [{ 'spec.podFailurePolicy': undefined, 'spec.podReplacementPolicy': 'TerminatingOrFailed' }]),
  values('ML-API-009', 'Job', 'spec.maxFailedIndexes', [5, -1], [4, 0, undefined]),
  edits('ML-API-009', 'Job', [
    { 'spec.backoffLimitPerIndex': undefined, 'spec.podFailurePolicy': undefined },
    { 'spec.parallelism': 100_001 },
    { 'spec.completions': 100_001, 'spec.maxFailedIndexes': undefined },
    { 'spec.completions': 100_001, 'spec.maxFailedIndexes': 10_001 },
    { 'spec.completions': 100_001, 'spec.parallelism': 10_001 },
  ], [
    { 'spec.parallelism': 100_000 },
    { 'spec.completions': 100_000, 'spec.maxFailedIndexes': 100_000 },
    { 'spec.completions': 100_001, 'spec.parallelism': 10_000, 'spec.maxFailedIndexes': 10_000 },
    { 'spec.completions': 100_001, 'spec.parallelism': 100_000, 'spec.maxFailedIndexes': undefined, 'spec.backoffLimitPerIndex': undefined, 'spec.podFailurePolicy': undefined },
  ]),
  values('ML-API-009', 'Job', 'spec.successPolicy.rules', [
    [], [{}], [{ succeededCount: 5 }], [{ succeededCount: -1 }], [{ succeededIndexes: '1,0' }], [{ succeededIndexes: '0-4' }], [{ succeededIndexes: '2-1' }], [{ succeededIndexes: '1-1' }],
    [{ succeededIndexes: 'a' }], [{ succeededIndexes: '0,0' }], [{ succeededIndexes: '0-1-2' }], [{ succeededIndexes: '0-2', succeededCount: 4 }], Array(21).fill({ succeededCount: 1 }),
  ], [[{ succeededCount: 4 }], [{ succeededCount: 0 }], [{ succeededIndexes: '0,2-3' }], [{ succeededIndexes: '' }], [{ succeededIndexes: '0-2', succeededCount: 3 }], Array(20).fill({ succeededCount: 1 })]),
  edits('ML-API-009', 'CronJob', [
    { 'spec.jobTemplate.spec.selector': { matchLabels: { app: 'web' } } },
    { 'spec.jobTemplate.spec.manualSelector': true },
  ], [{ 'spec.jobTemplate.spec.manualSelector': false }]),

  values('ML-API-010', 'CronJob', 'spec.schedule', [
    '61 * * * *', '* * * *', '', '0 24 * * *', '0 0 0 * *', '* * * * 8', 'CRON_TZ=UTC 0 0 * * *', 'TZ=UTC 0 0 * * *', '@often', '5-1 * * * *', '*/0 * * * *',
  ], ['0 18 * * *', '*/61 * * * *', '@daily', '@every 1h', '0 0 ? * MON', '0 0 1,15 1-12/2 *', '* * * * 0']),
  values('ML-API-010', 'CronJob', 'spec.timeZone',
    ['Europe/Nowhere', 'Local', '', 'europe berlin', 'UTC+1', 'europe/berlin', 'utc', 'SystemV/EST5'],
    ['Etc/UTC', 'UTC', 'America/Argentina/Buenos_Aires', 'EST', 'US/Eastern', 'Asia/Kolkata', 'Asia/Calcutta', undefined]),
  values('ML-API-010', 'CronJob', 'metadata.name', [long(53)], [long(52)]),
  values('ML-API-010', 'CronJob', 'spec.concurrencyPolicy', ['forbid'], ['Allow', undefined]),
  values('ML-API-010', 'CronJob', 'spec.failedJobsHistoryLimit', [-1], [0]),
  values('ML-API-010', 'CronJob', 'spec.startingDeadlineSeconds', [-1], [0]),
];
