/** How the device plugin names MIG slices. @see https://github.com/NVIDIA/k8s-device-plugin#configuration-option-details (`MIG_STRATEGY`) */
export enum MigStrategy {
  /** Each profile is a resource of its own, `nvidia.com/mig-1g.10gb`. */
  MIXED = 'mixed',
  /** All slices of a node have one profile, and are offered as `nvidia.com/gpu`. */
  SINGLE = 'single',
}
