import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { KEPT } from './config-map-manifests';
import { Manifest } from '../../manifest/manifest';
import { CLAIM, claimTemplate, claimTemplateName } from '../../pod/device-claim';
import { Placement } from '../../pod/placement';
import { ServicePlan } from '../service-plan';

/**
 * The template of the claims by which a service's pods get accelerators of a DRA driver; none where they ask for an extended resource. Its spec can never
 * change, so another claim is another template, and the earlier one has to outlive its release for as long as the Deployment can go back to it.
 */
export function claimTemplateManifest({ name, namespace, labels, placement }: ServicePlan): Manifest | undefined {
  const claim = placement._claim;
  return claim && claimTemplate({ annotations: { ...KEPT }, labels, name: claimTemplateName(name, claim), namespace }, claim);
}

/** `resourceClaims` of its pods. */
export function podClaims({ name, placement }: ServicePlan): PodSpec['resourceClaims'] {
  const claim = placement._claim;
  // kubernetes-types has the field as it was before 1.31
  return claim && [{ name: CLAIM, resourceClaimTemplateName: claimTemplateName(name, claim) } as NonNullable<PodSpec['resourceClaims']>[number]];
}

/** The container's `resources`, with what it takes of the pod's claims. */
export function withClaims(resources: ResourceRequirements, placement: Placement): ResourceRequirements {
  return placement._claim ? { claims: [{ name: CLAIM }], ...resources } : resources;
}
