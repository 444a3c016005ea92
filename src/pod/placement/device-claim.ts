import { createHash } from 'node:crypto';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { Manifest } from '../../manifest/manifest';

/** What a pod claims of a DRA driver. */
export interface DeviceClaim {
  /** The name of the DeviceClass. */
  readonly deviceClass: string;
  readonly count: number;
  /** CEL expressions that each device has to fulfil. */
  readonly selectors: readonly string[];
}

/** How the claim is called in a pod. */
const CLAIM = 'accelerators';

/**
 * The name of the template of such a claim: after its content, because the spec of a template can never change.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-template-v1/
 */
export function claimTemplateName(workload: string, claim: DeviceClaim): string {
  return `${workload}-${CLAIM}-${createHash('sha256').update(JSON.stringify(spec(claim))).digest('hex').slice(0, 8)}`;
}

/** The ResourceClaimTemplate of which each pod gets a claim of its own, which ends with the pod. */
export function claimTemplate(metadata: Manifest['metadata'], claim: DeviceClaim): Manifest {
  return { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', metadata, spec: { spec: spec(claim) } };
}

/** `resourceClaims` of pods that make the claim. */
export function podClaims(workload: string, claim: DeviceClaim | undefined): PodSpec['resourceClaims'] {
  // kubernetes-types has the field as it was before 1.31
  return claim && [{ name: CLAIM, resourceClaimTemplateName: claimTemplateName(workload, claim) } as NonNullable<PodSpec['resourceClaims']>[number]];
}

/** A container's `resources`, with what it takes of its pod's claims. */
export function withClaims<T extends object>(resources: T, claim: DeviceClaim | undefined): T {
  return claim ? { claims: [{ name: CLAIM }], ...resources } : resources;
}

function spec({ deviceClass, count, selectors }: DeviceClaim): object {
  const exactly = {
    allocationMode: 'ExactCount',
    count,
    deviceClassName: deviceClass,
    ...selectors.length > 0 && { selectors: selectors.map((expression) => ({ cel: { expression } })) },
  };
  return { devices: { requests: [{ exactly, name: CLAIM }] } };
}
