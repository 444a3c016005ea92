import { Cases } from './case';
import { Fields, budget, config, cronJob, deployment, hpa, job, object, policy, service, statefulSet, template } from '../manifests';

const selector = { matchLabels: { app: 'chat' } };
const rolling = (fields: Fields): any => deployment({}, { strategy: { type: 'RollingUpdate', rollingUpdate: fields } });
const behavior = (fields: Fields): any => hpa({ behavior: { scaleUp: fields } });
const egress = (rule: Fields): any => policy({ egress: [rule] });
const daemons = (rollingUpdate: Fields, type = 'RollingUpdate'): any => object('apps/v1', 'DaemonSet', 'agent', { spec: { selector: { matchLabels: { app: 'chat' } }, template: template(), updateStrategy: { type, rollingUpdate } } });
const quota = (spec: Fields): any => object('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '1' }, ...spec } });
const selects = (...matchExpressions: unknown[]): any => quota({ scopeSelector: { matchExpressions } });
const limitRange = (item: Fields): any => object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', ...item }] } });
const failurePolicy = (rule: Fields): Fields => ({ podFailurePolicy: { rules: [rule] } });

const ingress = (path: Fields, host: string | undefined = 'chat.example.com'): any => object('networking.k8s.io/v1', 'Ingress', 'chat', { spec: { rules: [{ host, http: { paths: [{ pathType: 'Prefix', backend: { service: { name: 'chat', port: { number: 80 } } }, ...path }] } }] } });

/** What the API server refuses of other objects than pods. */
export const apiObject: Cases = {
  broken: [
    {
      rule: 'ML-API-008',
      name: 'how a StatefulSet is updated',
      objects: [
        statefulSet({ updateStrategy: { type: 'Recreate' } }, 'one'),
        statefulSet({ updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } }, 'two'),
        statefulSet({ updateStrategy: { rollingUpdate: { partition: -1 } } }, 'three'),
      ],
      says: [
        'StatefulSet \'one\': spec.updateStrategy.type must be one of RollingUpdate, OnDelete, got "Recreate"; write one of them',
        "StatefulSet 'two': spec.updateStrategy.rollingUpdate must not be set with type OnDelete; take it away, or roll out with RollingUpdate",
        "StatefulSet 'three': spec.updateStrategy.rollingUpdate.partition must be a whole number of at least 0, got -1; give a whole number in that range, without quotes",
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'a DaemonSet that may neither add nor remove a pod, one that does both, and one beyond all',
      objects: [daemons({ maxUnavailable: 0 }), daemons({ maxSurge: 1 }), daemons({ maxSurge: '110%', maxUnavailable: '0%' })],
      says: [
        "DaemonSet 'agent': maxSurge 0 and maxUnavailable 0 leave a rollout nothing to do; raise one of them",
        "DaemonSet 'agent': maxSurge 1 and maxUnavailable 1 stand together, and of a DaemonSet one of them has to be 0; set maxUnavailable to 0 or take maxSurge away",
        'DaemonSet \'agent\': spec.updateStrategy.rollingUpdate.maxSurge must be a whole number of at least 0 or a percentage of at most 100%, got "110%"; write for example 1 or "25%"',
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'a rollout that may do nothing',
      objects: [rolling({ maxSurge: 0, maxUnavailable: 0 })],
      says: [
        "Deployment 'chat': maxSurge 0 and maxUnavailable 0 leave a rollout nothing to do; raise one of them",
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'the same in percent',
      objects: [rolling({ maxSurge: '0%', maxUnavailable: '0%' })],
      says: [
        "Deployment 'chat': maxSurge 0% and maxUnavailable 0% leave a rollout nothing to do; raise one of them",
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'more than all unavailable, a negative surge',
      objects: [rolling({ maxSurge: -1, maxUnavailable: '101%' })],
      says: [
        'Deployment \'chat\': spec.strategy.rollingUpdate.maxSurge must be a whole number of at least 0 or a percentage, got -1; write for example 1 or "25%"',
        'Deployment \'chat\': spec.strategy.rollingUpdate.maxUnavailable must be a whole number of at least 0 or a percentage of at most 100%, got "101%"; write for example 1 or "25%"',
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'a deadline before a pod is ready',
      objects: [deployment({}, { progressDeadlineSeconds: 60, minReadySeconds: 60 })],
      says: [
        "Deployment 'chat': spec.progressDeadlineSeconds 60 is not above minReadySeconds 60, so that no rollout could succeed; raise the deadline",
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'minReadySeconds at the default deadline',
      objects: [deployment({}, { minReadySeconds: 600 })],
      says: [
        "Deployment 'chat': spec.progressDeadlineSeconds 600 is not above minReadySeconds 600, so that no rollout could succeed; raise the deadline",
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'a fraction and a negative number of replicas',
      objects: [deployment({}, { replicas: 1.5 }), object('apps/v1', 'StatefulSet', 's', { spec: { replicas: -1, selector, template: deployment().spec.template } })],
      says: [
        "Deployment 'chat': spec.replicas must be a whole number of at least 0, got 1.5; give a whole number in that range, without quotes",
        "StatefulSet 's': spec.replicas must be a whole number of at least 0, got -1; give a whole number in that range, without quotes",
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'pods that are not restarted',
      objects: [deployment({ restartPolicy: 'Never' })],
      says: [
        'Deployment \'chat\': template.spec.restartPolicy must be Always, got "Never"; leave it out, or make it a Job',
      ],
    },
    {
      rule: 'ML-API-008',
      name: 'Recreate with a rolling update',
      objects: [deployment({}, { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } })],
      says: [
        "Deployment 'chat': spec.strategy.rollingUpdate must not be set with type Recreate; take it away, or roll out with RollingUpdate",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'no restartPolicy',
      objects: [job({}, { restartPolicy: undefined })],
      says: [
        "Job 'train': template.spec.restartPolicy must be Never or OnFailure, got nothing; say what becomes of a failed container",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'restartPolicy Always in a CronJob',
      objects: [cronJob({ jobTemplate: { spec: { template: deployment({ restartPolicy: 'Always' }).spec.template } } })],
      says: [
        'CronJob \'score\': template.spec.restartPolicy must be Never or OnFailure, got "Always"; say what becomes of a failed container',
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'Indexed without completions',
      objects: [job({ completionMode: 'Indexed', parallelism: 2 })],
      says: [
        "Job 'train': completionMode Indexed with parallelism needs completions; say how many indexes there are",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'a limit per index without indexes',
      objects: [job({ backoffLimitPerIndex: 1 })],
      says: [
        "Job 'train': backoffLimitPerIndex needs completionMode Indexed; set it, or take backoffLimitPerIndex away",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'a podFailurePolicy with OnFailure',
      objects: [job(failurePolicy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }), { restartPolicy: 'OnFailure' })],
      says: [
        'Job \'train\': template.spec.restartPolicy must be Never where there is a podFailurePolicy, got "OnFailure"; write Never',
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'exit codes out of order, 0 among them, an action that needs an index',
      objects: [job({ podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [2, 1] } }, { action: 'FailIndex', onExitCodes: { operator: 'In', values: [0, 1] } }] } })],
      says: [
        "Job 'train': podFailurePolicy.rules[0].onExitCodes.values must be a list of different exit codes in ascending order, got [2,1]; sort them",
        "Job 'train': podFailurePolicy.rules[1].action FailIndex needs backoffLimitPerIndex; set it, or write FailJob",
        "Job 'train': podFailurePolicy.rules[1].onExitCodes.values must be without 0, which is no failure, got [0,1]; take 0 away",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'a failure policy with words, containers and conditions that do not exist',
      objects: [job({
        podFailurePolicy: {
          rules: [
            { action: 'Fail', onExitCodes: { containerName: 'trainer', operator: 'Is', values: [1] } }, { onPodConditions: [{ status: 'Yes' }] }, { action: 'Count' },
            { action: 'Count', onExitCodes: { values: [1] }, onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          ],
        },
      })],
      says: [
        'Job \'train\': podFailurePolicy.rules[0].action must be one of Count, FailIndex, FailJob, Ignore, got "Fail"; write one of them',
        'Job \'train\': podFailurePolicy.rules[0].onExitCodes.operator must be one of In, NotIn, got "Is"; write one of them',
        'Job \'train\': podFailurePolicy.rules[0].onExitCodes.containerName must be the name of a container of the pods, got "trainer"; correct it, or leave it out for all of them',
        "Job 'train': podFailurePolicy.rules[1].action must be one of Count, FailIndex, FailJob, Ignore, got nothing; write one of them",
        "Job 'train': podFailurePolicy.rules[1].onPodConditions[0].type must be the type of a condition, got nothing; write for example DisruptionTarget",
        'Job \'train\': podFailurePolicy.rules[1].onPodConditions[0].status must be one of True, False, Unknown, got "Yes"; write one of them',
        "Job 'train': podFailurePolicy.rules[2] has none of onExitCodes, onPodConditions; give one",
        "Job 'train': podFailurePolicy.rules[3] has onExitCodes and onPodConditions, and may have only one; leave one",
        "Job 'train': podFailurePolicy.rules[3].onExitCodes.operator must be one of In, NotIn, got nothing; write one of them",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'more of a failure policy than there may be',
      objects: [job({
        podFailurePolicy: {
          rules: [
            { action: 'Count', onExitCodes: { operator: 'NotIn', values: [...Array(256).keys()] } },
            { action: 'Count', onPodConditions: Array(21).fill({ type: 'DisruptionTarget', status: 'True' }) },
            ...Array(19).fill({ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }),
          ],
        },
      })],
      says: [
        "Job 'train': podFailurePolicy has 21 rules, and may have 20; join some of them",
        "Job 'train': podFailurePolicy.rules[0].onExitCodes.values has 256 exit codes, and may have 255; leave some out",
        "Job 'train': podFailurePolicy.rules[1].onPodConditions has 21 conditions, and may have 20; leave some out",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'pods that are replaced before they have failed, beside a failure policy; a word that is none',
      objects: [
        job({ podReplacementPolicy: 'TerminatingOrFailed', ...failurePolicy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }) }),
        job({ podReplacementPolicy: 'failed' }, {}, 'other'),
      ],
      says: [
        'Job \'train\': podReplacementPolicy must be Failed where there is a podFailurePolicy, got "TerminatingOrFailed"; write Failed',
        'Job \'other\': podReplacementPolicy must be TerminatingOrFailed or Failed, got "failed"; write Failed',
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'more failed indexes than there are, and without a limit for each',
      objects: [job({ completionMode: 'Indexed', completions: 4, maxFailedIndexes: 5 })],
      says: [
        "Job 'train': maxFailedIndexes needs backoffLimitPerIndex; say how often an index is tried again",
        "Job 'train': maxFailedIndexes must be at most the 4 completions, got 5; lower it",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'more indexes than there may be at once, or than may fail',
      objects: [
        job({ completionMode: 'Indexed', completions: 300_000, parallelism: 100_001 }, {}, 'wide'),
        job({ completionMode: 'Indexed', completions: 100_001, parallelism: 10_001, backoffLimitPerIndex: 1 }, {}, 'many'),
        job({ completionMode: 'Indexed', completions: 100_001, parallelism: 10_000, backoffLimitPerIndex: 1, maxFailedIndexes: 10_001 }, {}, 'more'),
      ],
      says: [
        "Job 'wide': parallelism must be at most 100000 where the mode is Indexed, got 100001; lower it",
        "Job 'many': parallelism must be at most 10000 where more than 100000 indexes have a backoffLimitPerIndex, got 10001; lower it",
        "Job 'many': maxFailedIndexes has to be given where more than 100000 indexes have a backoffLimitPerIndex; say how many may fail, 10000 at most",
        "Job 'more': maxFailedIndexes must be at most 10000 where more than 100000 indexes have a backoffLimitPerIndex, got 10001; lower it",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'success that cannot be',
      objects: [
        job({ completionMode: 'Indexed', completions: 4, successPolicy: { rules: [{ succeededCount: 5 }, {}, { succeededIndexes: '1,0' }, { succeededIndexes: '0-4' }, { succeededIndexes: '0-2', succeededCount: 4 }] } }),
        job({ completionMode: 'Indexed', completions: 4, successPolicy: { rules: [] } }, {}, 'empty'),
        job({ successPolicy: { rules: [{ succeededCount: 1 }] } }, {}, 'plain'),
      ],
      says: [
        "Job 'train': successPolicy.rules[0].succeededCount must be at most the 4 completions, got 5; lower it",
        "Job 'train': successPolicy.rules[1] has neither succeededCount nor succeededIndexes; give one of them",
        'Job \'train\': successPolicy.rules[2].succeededIndexes must be indexes from 0 to 3 in ascending order, got "1,0"; write for example "0,2-5"',
        'Job \'train\': successPolicy.rules[3].succeededIndexes must be indexes from 0 to 3 in ascending order, got "0-4"; write for example "0,2-5"',
        "Job 'train': successPolicy.rules[4].succeededCount must be at most the 3 indexes of succeededIndexes, got 4; lower it",
        "Job 'empty': successPolicy has no rules; say how many indexes are enough",
        "Job 'plain': successPolicy needs completionMode Indexed; set it, or take successPolicy away",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'a selector in a CronJob',
      objects: [cronJob({ jobTemplate: { spec: { manualSelector: true, selector: { matchLabels: { app: 'a' } }, template: job().spec.template } } })],
      says: [
        "CronJob 'score': jobTemplate.spec.selector cannot be given, each of its Jobs gets a selector of its own; take it away",
        "CronJob 'score': jobTemplate.spec.manualSelector cannot be given, each of its Jobs gets a selector of its own; take it away",
      ],
    },
    {
      rule: 'ML-API-009',
      name: 'an Indexed Job whose last pod has too long a name',
      objects: [job({ completionMode: 'Indexed', completions: 11 }, {}, 'a'.repeat(61))],
      says: [
        'Job \'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\': the name of its last pod, \'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-10\', must be a DNS label (at most 63 of a-z, 0-9 and \'-\'), got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; shorten the name of the Job',
      ],
    },
    {
      rule: 'ML-API-010',
      name: 'minute 61',
      objects: [cronJob({ schedule: '61 * * * *' })],
      says: [
        'CronJob \'score\': spec.schedule must be a five-field cron expression, got "61 * * * *"; it has minute 61, above 59',
      ],
    },
    {
      rule: 'ML-API-010',
      name: 'a time zone in the schedule',
      objects: [cronJob({ schedule: 'CRON_TZ=Europe/Berlin 0 18 * * *' })],
      says: [
        'CronJob \'score\': spec.schedule must be a five-field cron expression, got "CRON_TZ=Europe/Berlin 0 18 * * *"; it carries a time zone, which belongs to its own field',
      ],
    },
    {
      rule: 'ML-API-010',
      name: 'a time zone that does not exist',
      objects: [cronJob({ timeZone: 'Mars/Olympus' })],
      says: [
        'CronJob \'score\': spec.timeZone must be an IANA time zone, got "Mars/Olympus"; write for example "Europe/Berlin" or "Etc/UTC"',
      ],
    },
    {
      rule: 'ML-API-010',
      name: 'a name of 53 characters and a policy that does not exist',
      objects: [cronJob({ concurrencyPolicy: 'Queue' }, 'a'.repeat(53))],
      says: [
        'CronJob \'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\': metadata.name must be at most 52 characters, its Jobs add 11, got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; shorten it',
        'CronJob \'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\': spec.concurrencyPolicy must be one of Allow, Forbid, Replace, got "Queue"; write one of them',
      ],
    },
    {
      rule: 'ML-API-011',
      name: 'a minimum above the maximum',
      objects: [hpa({ minReplicas: 5, maxReplicas: 3 })],
      says: [
        "HorizontalPodAutoscaler 'chat': spec.minReplicas 5 is above spec.maxReplicas 3; raise the maximum or lower the minimum",
      ],
    },
    {
      rule: 'ML-API-011',
      name: 'a minimum of 0',
      objects: [hpa({ minReplicas: 0 })],
      says: [
        "HorizontalPodAutoscaler 'chat': spec.minReplicas must be a whole number of at least 1, got 0; give a whole number in that range, without quotes",
      ],
    },
    {
      rule: 'ML-API-011',
      name: 'a window of more than an hour',
      objects: [behavior({ stabilizationWindowSeconds: 3601 })],
      says: [
        "HorizontalPodAutoscaler 'chat': spec.behavior.scaleUp.stabilizationWindowSeconds must be a whole number from 0 to 3600, got 3601; give a whole number in that range, without quotes",
      ],
    },
    {
      rule: 'ML-API-011',
      name: 'periods of 0 and of more than half an hour',
      objects: [behavior({ policies: [{ type: 'Pods', value: 1, periodSeconds: 0 }, { type: 'Percent', value: 100, periodSeconds: 1801 }] })],
      says: [
        "HorizontalPodAutoscaler 'chat': spec.behavior.scaleUp.policies[0].periodSeconds must be a whole number from 1 to 1800, got 0; give a whole number in that range, without quotes",
        "HorizontalPodAutoscaler 'chat': spec.behavior.scaleUp.policies[1].periodSeconds must be a whole number from 1 to 1800, got 1801; give a whole number in that range, without quotes",
      ],
    },
    {
      rule: 'ML-API-011',
      name: 'a metric of no type, and one without its source',
      objects: [hpa({ metrics: [{ type: 'Cpu' }, { type: 'Pods' }] })],
      says: [
        'HorizontalPodAutoscaler \'chat\': spec.metrics[0].type must be one of Resource, ContainerResource, Pods, Object, External, got "Cpu"; write one of them',
        "HorizontalPodAutoscaler 'chat': spec.metrics[1] is of type Pods and has no pods; describe the metric there",
      ],
    },
    {
      rule: 'ML-API-011',
      name: 'no maximum',
      objects: [hpa({ maxReplicas: undefined })],
      says: [
        "HorizontalPodAutoscaler 'chat': spec.maxReplicas must be a whole number of at least 1, got nothing; say how many pods there may be",
      ],
    },
    {
      rule: 'ML-API-012',
      name: 'both numbers',
      objects: [budget({ minAvailable: 1, maxUnavailable: 1 })],
      says: [
        "PodDisruptionBudget 'chat' has both minAvailable 1 and maxUnavailable 1, and may have only one; leave maxUnavailable",
      ],
    },
    {
      rule: 'ML-API-012',
      name: 'more than all',
      objects: [budget({ minAvailable: '150%' })],
      says: [
        'PodDisruptionBudget \'chat\': spec.minAvailable must be a whole number of at least 0 or a percentage of at most 100%, got "150%"; write for example 1 or "25%"',
      ],
    },
    {
      rule: 'ML-API-013',
      name: 'an exception outside its block',
      objects: [egress({ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['192.168.0.0/16'] } }] })],
      says: [
        "NetworkPolicy 'chat': spec.egress[0].to[0].ipBlock.except 192.168.0.0/16 is not within 10.0.0.0/8; take it away or widen the block",
      ],
    },
    {
      rule: 'ML-API-013',
      name: 'a range that ends before it begins, and one of a name',
      objects: [egress({ ports: [{ port: 8000, endPort: 7999 }, { port: 'http', endPort: 9000 }] })],
      says: [
        "NetworkPolicy 'chat': spec.egress[0].ports[0].endPort must be a port of at least 8000, where the range begins, got 7999; give the last port of the range",
        "NetworkPolicy 'chat': spec.egress[0].ports[1].endPort 9000 needs a port by number; give the first port of the range",
      ],
    },
    {
      rule: 'ML-API-013',
      name: 'no block, nobody, and a block beside a selector',
      objects: [egress({ to: [{ ipBlock: { cidr: '10.0.0.0' } }, {}, { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] })],
      says: [
        'NetworkPolicy \'chat\': spec.egress[0].to[0].ipBlock.cidr must be a CIDR block, got "10.0.0.0"; write for example "10.0.0.0/8"',
        "NetworkPolicy 'chat': spec.egress[0].to[1] names nobody; give podSelector, namespaceSelector or ipBlock",
        "NetworkPolicy 'chat': spec.egress[0].to[2] has ipBlock beside a selector, and may have only one kind; make two peers of it",
      ],
    },
    {
      rule: 'ML-API-014',
      name: 'a minimum above the maximum',
      objects: [limitRange({ min: { memory: '1Gi' }, max: { memory: '512Mi' } })],
      says: [
        "LimitRange 'limits': limits[0] has min.memory 1Gi above max.memory 512Mi; raise the one or lower the other",
      ],
    },
    {
      rule: 'ML-API-014',
      name: 'a default above the maximum, a default request above the default',
      objects: [limitRange({ default: { cpu: 2 }, max: { cpu: 1 }, defaultRequest: { cpu: 3 } })],
      says: [
        "LimitRange 'limits': limits[0] has defaultRequest.cpu 3 above max.cpu 1; raise the one or lower the other",
        "LimitRange 'limits': limits[0] has defaultRequest.cpu 3 above default.cpu 2; raise the one or lower the other",
        "LimitRange 'limits': limits[0] has default.cpu 2 above max.cpu 1; raise the one or lower the other",
      ],
    },
    {
      rule: 'ML-API-014',
      name: 'defaults for pods, and a quota that is none',
      objects: [object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Pod', default: { cpu: 1 } }] } }), object('v1', 'ResourceQuota', 'quota', { spec: { hard: { 'requests.cpu': '40 cores' } } })],
      says: [
        "LimitRange 'limits': limits[0].default must not be set for type Pod; give it for type Container",
        'ResourceQuota \'quota\': spec.hard[\'requests.cpu\'] must be a quantity, got "40 cores"; write for example 500m, 2, 512Mi or 1.5Gi',
      ],
    },
    {
      rule: 'ML-API-017',
      name: 'several ports without names',
      objects: [service({ ports: [{ name: 'http', port: 80 }, { port: 9090 }] })],
      says: [
        'Service \'chat\': spec.ports[1] has no name, which every port needs where there are several; name it, for example "metrics"',
      ],
    },
    {
      rule: 'ML-API-017',
      name: 'no ports',
      objects: [service({ ports: [] })],
      says: [
        "Service 'chat': spec.ports must be a list of at least one port, got []; say where it listens",
      ],
    },
    {
      rule: 'ML-API-017',
      name: 'a target port in quotes, port 0, a name twice',
      objects: [service({ ports: [{ name: 'a', port: 80, targetPort: '8000' }, { name: 'a', port: 0 }] })],
      says: [
        'Service \'chat\': spec.ports[0].targetPort must be a port from 1 to 65535 or a port\'s name (at most 15 of a-z, 0-9 and \'-\', with a letter), got "8000"; take the quotes away',
        "Service 'chat': spec.ports[1].port must be a port from 1 to 65535, got 0; give the number of the port, without quotes",
        "Service 'chat': two ports are called 'a'; give one of them another name",
      ],
    },
    {
      rule: 'ML-API-014',
      name: 'types and resources that are none, ratios that nothing can have',
      objects: [
        object('v1', 'LimitRange', 'one', { spec: { limits: [{ type: 'Foo' }, { type: 'a b/Foo' }, null, { type: 'PersistentVolumeClaim', max: { storage: '1Gi', gpu: '1' } }] } }),
        limitRange({ max: { 'gpu': '1', 'requests.example.com/fpga': '1' }, min: { storage: '1Gi' } }),
        object('v1', 'LimitRange', 'two', { spec: { limits: [{ type: 'Container', min: { cpu: '1' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '3', memory: '0.5' }, default: { 'nvidia.com/gpu': '2' }, defaultRequest: { 'nvidia.com/gpu': '1' } }] } }),
      ],
      says: [
        "LimitRange 'one': limits[0].type must be one of Container, Pod, PersistentVolumeClaim, or a name with its owner's prefix, got \"Foo\"; write one of them",
        "LimitRange 'one': limits[1].type must be one of Container, Pod, PersistentVolumeClaim, or a name with its owner's prefix, got \"a b/Foo\"; write one of them",
        "LimitRange 'one': limits[2].type must be a text that is not empty, got nothing; write Container, Pod or PersistentVolumeClaim",
        "LimitRange 'one': a resource of limits[3].max must be storage, or a resource with its owner's prefix, got \"gpu\"; write for example storage",
        "LimitRange 'limits': a resource of limits[0].min must be cpu, memory, ephemeral-storage, hugepages-<size>, or an extended resource with its vendor's prefix, got \"storage\"; write for example nvidia.com/gpu",
        "LimitRange 'limits': a resource of limits[0].max must be cpu, memory, ephemeral-storage, hugepages-<size>, or an extended resource with its vendor's prefix, got \"gpu\"; write for example nvidia.com/gpu",
        "LimitRange 'limits': a resource of limits[0].max must be the name of a resource, without the requests. that quotas write before it, got \"requests.example.com/fpga\"; write example.com/fpga",
        "LimitRange 'two': limits[0].maxLimitRequestRatio.cpu 3 is more than max.cpu 2 has of min.cpu 1; lower it or take it away",
        "LimitRange 'two': limits[0].maxLimitRequestRatio.memory must be at least 1, got \"0.5\"; a limit is never below its request",
        "LimitRange 'two': limits[0] has defaultRequest.nvidia.com/gpu 1 and default.nvidia.com/gpu 2, and nvidia.com/gpu cannot be overcommitted; make them equal",
      ],
    },
    {
      rule: 'ML-API-014',
      name: 'scopes that are none, that do not count what is granted, of which nothing has both',
      objects: [
        quota({ scopes: ['Bogus', 'BestEffort', 'NotBestEffort'], hard: { pods: '1', cpu: '1' } }),
        selects({ scopeName: 'PriorityClass', operator: 'Exists', values: ['high'] }, { scopeName: 'PriorityClass', operator: 'In' }, { scopeName: 'Terminating', operator: 'NotIn', values: ['a'] }, { operator: 'in' }),
        quota({ scopes: ['VolumeAttributesClass'] }),
      ],
      says: [
        'ResourceQuota \'quota\': a scope of spec.scopes must be one of Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity, VolumeAttributesClass, got "Bogus"; write one of them',
        "ResourceQuota 'quota': scope BestEffort of spec.scopes does not count cpu; put it into a quota without that scope",
        "ResourceQuota 'quota': spec.scopes has BestEffort and NotBestEffort, and nothing is both; leave one of them",
        'ResourceQuota \'quota\': a scope of spec.scopeSelector must be one of Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity, VolumeAttributesClass, got ""; write one of them',
        'ResourceQuota \'quota\': spec.scopeSelector.matchExpressions[0].values must not be set with operator Exists, got ["high"]; take them away, or write In or NotIn',
        "ResourceQuota 'quota': spec.scopeSelector.matchExpressions[1].values must be at least one value with operator In, got nothing; name what it selects",
        "ResourceQuota 'quota': spec.scopeSelector.matchExpressions[2] has operator NotIn, and scope Terminating knows only Exists; write it",
        'ResourceQuota \'quota\': spec.scopeSelector.matchExpressions[3].operator must be one of In, NotIn, Exists, DoesNotExist, got "in"; write one of them',
        "ResourceQuota 'quota': scope VolumeAttributesClass of spec.scopes does not count pods; put it into a quota without that scope",
      ],
    },
    {
      rule: 'ML-API-014',
      name: 'keys that are no names, and a share of a pod',
      objects: [quota({ hard: { 'a b/c': '1', 'count/': '1', 'pods': '1.5', 'requests.cpu': '1.5' } })],
      says: [
        'ResourceQuota \'quota\': a key of spec.hard must be something that a quota counts, got "a b/c"; write for example requests.cpu, pods, count/deployments.apps or requests.nvidia.com/gpu',
        'ResourceQuota \'quota\': a key of spec.hard must be something that a quota counts, got "count/"; write for example requests.cpu, pods, count/deployments.apps or requests.nvidia.com/gpu',
        'ResourceQuota \'quota\': spec.hard[\'pods\'] must be a whole number, got "1.5"; objects are counted whole',
      ],
    },
    {
      rule: 'ML-API-014',
      name: 'what no quota counts',
      objects: [object('v1', 'ResourceQuota', 'quota', { spec: { hard: { 'requests.gpu': '1', 'hugepages-2Mi': '1Gi' } } })],
      says: [
        'ResourceQuota \'quota\': a key of spec.hard must be something that a quota counts, got "requests.gpu"; write for example requests.cpu, pods, count/deployments.apps or requests.nvidia.com/gpu',
      ],
    },
    {
      rule: 'ML-API-017',
      name: 'how requests come',
      objects: [service({ externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0'], sessionAffinity: 'Cookie', ports: [{ port: 80, appProtocol: 'HTTP 2' }] }), service({ type: 'NodePort', externalTrafficPolicy: 'local' }, { name: 'node' })],
      says: [
        "Service 'chat': spec.sessionAffinity must be one of ClientIP, None, got \"Cookie\"; write one of them",
        "Service 'chat': spec.loadBalancerSourceRanges must not be set for a Service of type ClusterIP; take it away or make it a LoadBalancer",
        "Service 'chat': spec.loadBalancerSourceRanges[0] must be a CIDR block, got \"10.0.0.0\"; write for example \"10.0.0.0/8\", or \"203.0.113.7/32\" for one address",
        "Service 'chat': spec.externalTrafficPolicy must not be set for a Service of type ClusterIP; take it away or make it a LoadBalancer or NodePort",
        "Service 'chat': spec.ports[0].appProtocol must be a name of at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', behind an optional DNS prefix and '/', got \"HTTP 2\"; write for example \"http\" or \"kubernetes.io/h2c\"",
        "Service 'node': spec.externalTrafficPolicy must be one of Cluster, Local, got \"local\"; write one of them",
      ],
    },
    {
      rule: 'ML-API-019',
      name: 'paths, types of paths and hosts',
      objects: [ingress({ path: 'chat' }), ingress({ pathType: undefined }), ingress({ pathType: 'prefix' }), ingress({ path: '/a//b' }), ingress({ path: '/' }, 'Chat.example.com'), ingress({ path: '/' }, '10.0.0.1'), object('networking.k8s.io/v1', 'Ingress', 'empty', { spec: {} })],
      says: [
        "Ingress 'chat': spec.rules[0].http.paths[0].path must be an absolute path, got \"chat\"; begin it with /",
        "Ingress 'chat': spec.rules[0].http.paths[0].pathType must be Prefix, Exact or ImplementationSpecific, got nothing; write Prefix",
        "Ingress 'chat': spec.rules[0].http.paths[0].pathType must be Prefix, Exact or ImplementationSpecific, got \"prefix\"; write one of them",
        "Ingress 'chat': spec.rules[0].http.paths[0].path must be a path without empty parts, '.', '..' and %2F, got \"/a//b\"; write the path that is meant",
        "Ingress 'chat': spec.rules[0].host must be a DNS name (a-z, 0-9, '-' and '.'), behind '*.' for all below it, got \"Chat.example.com\"; write it in lower case, without port and scheme",
        "Ingress 'chat': spec.rules[0].host must be a DNS name, got \"10.0.0.1\"; an address is none; give the name, or leave host out",
        "Ingress 'empty': spec has neither rules nor defaultBackend; say where requests go",
      ],
    },
    {
      rule: 'ML-API-017',
      name: 'one port twice',
      objects: [service({ ports: [{ name: 'a', port: 80 }, { name: 'b', port: 80 }] })],
      says: [
        "Service 'chat': two ports are 80/TCP; move one of them",
      ],
    },
    {
      rule: 'ML-API-018',
      name: 'a number',
      objects: [config({ timeout: 30 })],
      says: [
        "ConfigMap 'ml-config': data.timeout must be a text, got 30; put it in quotes",
      ],
    },
    {
      rule: 'ML-API-018',
      name: 'an illegal key, and one in both maps',
      objects: [object('v1', 'ConfigMap', 'c', { data: { 'a b': 'x', 'c': 'y' }, binaryData: { c: 'eA==' } })],
      says: [
        'ConfigMap \'c\': a key of data must be at most 253 of A-Z, a-z, 0-9, \'-\', \'_\' and \'.\', got "a b"; choose another key',
        "ConfigMap 'c': data and binaryData both have the key 'c'; rename one of them",
      ],
    },
    {
      rule: 'ML-API-018',
      name: 'a Secret whose data are not base64; no value is shown',
      objects: [object('v1', 'Secret', 's', { data: { token: 'hunter 2' }, stringData: { pin: 1234 } })],
      says: [
        "Secret 's': data.token must be base64; encode it, or put plain text into stringData",
        "Secret 's': stringData.pin must be a text; put it in quotes",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-API-019', name: 'every type of path, every form of host, an older version', objects: [ingress({ path: '/a' }, '*.example.com'), ingress({ pathType: 'ImplementationSpecific' }, undefined), { ...ingress({ path: 'a' }, 'A'), apiVersion: 'networking.k8s.io/v1beta1' }, object('networking.k8s.io/v1', 'Ingress', 'default', { spec: { defaultBackend: { service: { name: 'chat', port: { number: 80 } } } } })] },
    { rule: 'ML-API-017', name: 'a load balancer with all its fields', objects: [service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', sessionAffinity: 'ClientIP', loadBalancerSourceRanges: ['10.0.0.0/8', ' fd00::/8'] })] },
    { rule: 'ML-API-008', name: 'a StatefulSet that rolls from a partition, and DaemonSets that surge or do not', objects: [statefulSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 0 } } }), daemons({ maxSurge: '100%', maxUnavailable: 0 }), daemons({ maxSurge: '0%', maxUnavailable: '1%' }), daemons({ maxSurge: 1 }, 'OnDelete'), daemons({})] },
    { rule: 'ML-API-008', name: 'no surge, one unavailable; 0 replicas', objects: [rolling({ maxSurge: 0, maxUnavailable: '1%' }), deployment({}, { replicas: 0, progressDeadlineSeconds: 61, minReadySeconds: 60 }, { name: 'rest' })] },
    { rule: 'ML-API-009', name: 'an Indexed Job of one index', objects: [job({ completionMode: 'Indexed' })] },
    { rule: 'ML-API-009', name: 'an Indexed Job with a limit per index and a failure policy', objects: [job({ completionMode: 'Indexed', completions: 10, backoffLimitPerIndex: 1, podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [0, 1, 7] } }, { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] } }, {}, 'a'.repeat(61))] },
    { rule: 'ML-API-009', name: 'an Indexed Job at its limits, its success in two ways', objects: [job({ completionMode: 'Indexed', completions: 100_001, parallelism: 10_000, backoffLimitPerIndex: 0, maxFailedIndexes: 10_000, podReplacementPolicy: 'Failed', successPolicy: { rules: [{ succeededIndexes: '0,2-5,100000', succeededCount: 6 }, { succeededCount: 100_001 }] } }), job({ completionMode: 'Indexed', completions: 100_001, parallelism: 100_000, podReplacementPolicy: 'TerminatingOrFailed' }, {}, 'wide')] },
    { rule: 'ML-API-010', name: 'what the parser takes: words, ranges, steps, descriptors', objects: ['@every 1h30m', '5/15 0-23/2 ? JAN-mar sun', '*/61 * * * *'].map((schedule, i) => cronJob({ schedule, timeZone: 'Europe/Berlin' }, `c${i}`)) },
    { rule: 'ML-API-011', name: 'windows and periods at their limits', objects: [behavior({ stabilizationWindowSeconds: 3600, policies: [{ type: 'Pods', value: 1, periodSeconds: 1800 }] }), hpa({ minReplicas: undefined, maxReplicas: 1 }, 'other')] },
    { rule: 'ML-API-012', name: '0 and 100 %', objects: [budget({ maxUnavailable: 0 }), object('policy/v1', 'PodDisruptionBudget', 'b', { spec: { selector, minAvailable: '100%' } })] },
    { rule: 'ML-API-013', name: 'exceptions in IPv4 and IPv6, an open range', objects: [egress({ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, { ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8:1::/48', '2001:db8::ffff:0:0/96'] } }], ports: [{ port: 1, endPort: 65535 }, { protocol: 'SCTP' }] })] },
    {
      rule: 'ML-API-014',
      name: 'scopes beside what they count, and keys of which nothing is known by itself',
      objects: [
        quota({ hard: { 'pods': '1', 'requests.cpu': '1', 'requests.nvidia.com/gpu': '1.5', 'count/pods': '1' }, scopes: ['NotBestEffort', 'Terminating', 'Terminating'] }),
        quota({ hard: { 'persistentvolumeclaims': '1', 'requests.storage': '1Gi' }, scopes: ['VolumeAttributesClass'] }),
        quota({ hard: { 'count/jobs.batch': '1' }, scopes: ['BestEffort'], scopeSelector: { matchExpressions: [{ scopeName: 'NotBestEffort', operator: 'Exists' }] } }),
        selects({ scopeName: 'PriorityClass', operator: 'DoesNotExist', values: [] }, { scopeName: 'CrossNamespacePodAffinity', operator: 'Exists' }),
        quota({ scopes: [], scopeSelector: {} }),
      ],
    },
    {
      rule: 'ML-API-014',
      name: "somebody else's type, and ratios that can just be kept",
      objects: [
        object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'example.com/Thing', max: { 'example.com/size': '5' } }, { type: 'PersistentVolumeClaim', min: { storage: '1' }, max: { 'example.com/claims': '1' } }] } }),
        limitRange({ min: { cpu: '1', memory: '0' }, max: { cpu: '2', memory: '1Gi' }, maxLimitRequestRatio: { cpu: 2, memory: '7' } }),
        limitRange({ default: { 'nvidia.com/gpu': '1' }, defaultRequest: { 'nvidia.com/gpu': '1000m' } }),
      ],
    },
    { rule: 'ML-API-014', name: 'all amounts equal, written in other ways', objects: [limitRange({ min: { memory: '1Gi' }, max: { memory: '1024Mi' }, default: { memory: '1Gi' }, defaultRequest: { memory: '1048576Ki' } }), object('v1', 'ResourceQuota', 'quota', { spec: { hard: { 'requests.nvidia.com/gpu': 8, 'count/jobs.batch': '20' } } })] },
    { rule: 'ML-API-017', name: 'a headless Service without ports, one number for TCP and UDP, an ExternalName', objects: [service({ clusterIP: 'None', ports: [] }), service({ ports: [{ name: 'a', port: 53 }, { name: 'b', port: 53, protocol: 'UDP', targetPort: 'dns-udp' }] }, { name: 'dns' }), service({ type: 'ExternalName', externalName: 'db.example.com', selector: undefined, ports: undefined }, { name: 'db' })] },
    { rule: 'ML-API-018', name: 'numbers as texts, an empty ConfigMap', objects: [config({ 'timeout': '30', '.key_1': '' }), object('v1', 'ConfigMap', 'empty')] },
  ],
};
