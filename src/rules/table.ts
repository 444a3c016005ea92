import { cardMemory } from './accelerator/card-memory';
import { driver } from './accelerator/driver';
import { keylessToleration } from './accelerator/keyless-toleration';
import { sharedLanguageModel } from './accelerator/shared-language-model';
import { untaintedPool } from './accelerator/untainted-pool';
import { budget } from './api/budget';
import { claim } from './api/claim';
import { containerPorts } from './api/container-ports';
import { containers } from './api/containers';
import { cronjob } from './api/cronjob';
import { data } from './api/data';
import { fieldKinds } from './api/field-kinds';
import { handlers } from './api/handlers';
import { hpa } from './api/hpa';
import { ingress } from './api/ingress';
import { job } from './api/job';
import { limits } from './api/limits';
import { metadata } from './api/metadata';
import { networkPolicy } from './api/network-policy';
import { resources } from './api/resources';
import { rollout } from './api/rollout';
import { scheduling } from './api/scheduling';
import { selectors } from './api/selectors';
import { service } from './api/service';
import { volumes } from './api/volumes';
import { ambiguousDefaults } from './capacity/ambiguous-defaults';
import { fragments } from './capacity/fragments';
import { limitRange } from './capacity/limit-range';
import { nodeFit } from './capacity/node-fit';
import { oneNode } from './capacity/one-node';
import { placedOn } from './capacity/placed-on';
import { poolRoom } from './capacity/pool-room';
import { quotaRoom } from './capacity/quota';
import { spreadRoom } from './capacity/spread';
import { statedForQuota } from './capacity/stated';
import { blockedDrain } from './disruption/blocked-drain';
import { budgetSelector } from './disruption/budget-selector';
import { oneBudget } from './disruption/one-budget';
import { oneWorkload } from './disruption/one-workload';
import { vacuousBudget } from './disruption/vacuous-budget';
import { duplicateEnvironment } from './duplicate/environment';
import { duplicateObjects } from './duplicate/objects';
import { ownFolder } from './job/own-folder';
import { runId } from './job/run-id';
import { scheduledIndexes } from './job/scheduled-indexes';
import { egressDns } from './network/egress-dns';
import { monitorLabels } from './network/monitor-labels';
import { monitorPorts } from './network/monitor-ports';
import { monitorSelector } from './network/monitor-selector';
import { offHoursEgress } from './network/off-hours-egress';
import { policySelector } from './network/policy-selector';
import { servicePorts } from './network/service-ports';
import { serviceSelector } from './network/service-selector';
import { serviceWorkloads } from './network/service-workloads';
import { workerEgress } from './network/worker-egress';
import { distinctProbes } from './probe/distinct';
import { graceAbovePreStop } from './probe/grace';
import { probeHost } from './probe/host';
import { probePort } from './probe/port';
import { startupDeadline } from './probe/startup-deadline';
import { probeTimeout } from './probe/timeout';
import { queueFlavors } from './queue/flavors';
import { localQueue } from './queue/local-queue';
import { misplacedQueueLabel } from './queue/misplaced-label';
import { queueQuota } from './queue/pool-quota';
import { queueReference } from './queue/queue-reference';
import { queueRoom } from './queue/queue-room';
import { backendReference } from './reference/backend';
import { claimReference } from './reference/claim';
import { configMapReference } from './reference/config-map';
import { gatewayReference } from './reference/gateway';
import { secretReference } from './reference/secret';
import { serviceAccountReference } from './reference/service-account';
import { storageClassReference } from './reference/storage-class';
import { pinnedImage } from './release/image';
import { configuredVersion } from './release/version';
import { Rule } from './rule';
import { acceleratedCpu } from './scale/accelerated-cpu';
import { fallback } from './scale/fallback';
import { memoryScaling } from './scale/memory';
import { metricPipeline } from './scale/metric-pipeline';
import { oneScaler } from './scale/one-scaler';
import { scaledRequests } from './scale/requests';
import { scaledObject } from './scale/scaled-object';
import { scrapedLoad } from './scale/scraped-load';
import { staticReplicas } from './scale/static-replicas';
import { strandedEntries } from './scale/stranded-entries';
import { scaleTarget } from './scale/target';
import { triggerCredentials } from './scale/trigger-credentials';
import { unreadEntries } from './scale/unread-entries';
import { plainSecrets } from './security/plain-secrets';
import { restrictedPods } from './security/restricted-pods';
import { rootUser } from './security/root-user';
import { oneWriter } from './storage/one-writer';
import { readOnlyClaim } from './storage/read-only';
import { singleNode } from './storage/single-node';
import { writingDeployment } from './storage/writing-deployment';
import { costlyRetry } from './training/costly-retry';
import { cutSave } from './training/cut-save';
import { ownCheckpoint } from './training/own-checkpoint';
import { spotLoss } from './training/spot-loss';
import { deprecatedInVersion } from './version/deprecated';
import { knownToVersion } from './version/known';
import { usefulWaiver } from './waiver/useful-waiver';
import { clockChange } from './workload/clock-change';
import { cronStep } from './workload/cron-step';
import { fractionalBytes } from './workload/fractional-bytes';
import { ownPods } from './workload/own-pods';
import { spreadSelector } from './workload/spread-selector';
import { statefulSetName } from './workload/stateful-set-name';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  metadata, resources, containers, containerPorts, handlers, volumes, selectors, rollout, job, cronjob, hpa, budget,
  networkPolicy, limits, claim, scheduling, service, data, ingress, fieldKinds,
  statedForQuota, quotaRoom, limitRange, nodeFit, poolRoom, fragments, spreadRoom, oneNode, ambiguousDefaults, placedOn,
  cronStep, clockChange,
  duplicateObjects, duplicateEnvironment,
  untaintedPool, keylessToleration, sharedLanguageModel, cardMemory, driver,
  pinnedImage,
  runId, scheduledIndexes, ownFolder,
  serviceSelector, servicePorts, policySelector, egressDns, monitorSelector, monitorPorts, serviceWorkloads, offHoursEgress, monitorLabels, workerEgress,
  budgetSelector, blockedDrain, vacuousBudget, oneBudget, oneWorkload,
  spreadSelector, statefulSetName, ownPods,
  startupDeadline, probeTimeout, probeHost, probePort, graceAbovePreStop, distinctProbes,
  localQueue, queueReference, queueFlavors, queueQuota, misplacedQueueLabel, queueRoom,
  configMapReference, secretReference, serviceAccountReference, claimReference, backendReference, gatewayReference, storageClassReference,
  configuredVersion,
  fractionalBytes,
  scaleTarget, oneScaler, staticReplicas, scaledRequests, acceleratedCpu, memoryScaling, metricPipeline, scrapedLoad, scaledObject, triggerCredentials, fallback,
  strandedEntries, unreadEntries,
  restrictedPods, rootUser, plainSecrets,
  spotLoss, costlyRetry, ownCheckpoint, cutSave,
  knownToVersion, deprecatedInVersion,
  singleNode, oneWriter, readOnlyClaim, writingDeployment,
  usefulWaiver,
];
