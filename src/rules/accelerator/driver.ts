import { usedPools } from './entered-pools';
import { oldestDriver } from '../../cluster/accelerators/cuda';
import { NodePool } from '../../cluster/node-pool';
import { CUDA_VERSION } from '../../manifest/annotations';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { mapOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

/** An image that the driver is too old for. */
export const driver: Rule = {
  id: 'ML-GPU-005',
  title: 'the driver is new enough for the CUDA of the image',
  severity: Severity.WARNING,
  why: `Programs of a major version of CUDA need the driver of that version or a newer one. Compared are the annotation ${CUDA_VERSION} of the pods and the driver version of `
    + 'the pools that they may enter, where both are said. Only an image that brings a forward-compatible driver library gets around it, and not on every card. '
    + 'See https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html',
  fix: 'Update the driver of the nodes, or take an image of an older CUDA.',
  example: "Deployment 'chat' runs an image of CUDA 13.0, which needs driver 580 or newer, and pool 'l4' has 550.90.07; update the driver, or take an image of an older CUDA",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const cuda = textOf(mapOf(template.metadata.annotations)[CUDA_VERSION]);
      const oldest = cuda === undefined ? undefined : oldestDriver(cuda);
      if (oldest === undefined) {
        continue;
      }
      const old = usedPools(set, template).filter(({ pool }) => majorOf(pool) < oldest);
      if (old.length > 0) {
        report(template.owner, `${template.owner.called} runs an image of CUDA ${cuda}, which needs driver ${oldest} or newer, and `
          + `${old.map(({ pool }) => `pool '${pool.name}' has ${pool.driverVersion}`).join(', ')}; update the driver, or take an image of an older CUDA`);
      }
    }
  },
};

/** The major version of a pool's driver; one that is unknown is no fault. */
function majorOf({ driverVersion, accelerator }: NodePool): number {
  return driverVersion !== undefined && accelerator?.resourceName.startsWith('nvidia.com/') ? Number(driverVersion.split('.')[0]) : Infinity;
}
