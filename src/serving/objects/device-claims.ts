import { Manifest } from '../../manifest/manifest';
import { KEPT } from '../../pod/config/kept';
import { claimTemplate, claimTemplateName } from '../../pod/placement/device-claim';
import { ServicePlan } from '../service-plan';

/**
 * The template of the claims by which a service's pods get accelerators of a DRA driver; none where they ask for an extended resource. Its spec can never
 * change, so another claim is another template, and the earlier one has to outlive its release for as long as the Deployment can go back to it.
 */
export function claimTemplateManifest({ name, namespace, labels, placement }: ServicePlan): Manifest | undefined {
  const claim = placement._claim;
  return claim && claimTemplate({ annotations: { ...KEPT }, labels, name: claimTemplateName(name, claim), namespace }, claim);
}
