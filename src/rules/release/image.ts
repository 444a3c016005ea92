import { imageFault } from '../../border/image';
import { Severity } from '../../manifest/finding';
import { WORKLOADS } from '../../reading/pod-template';
import { Rule } from '../rule';

/** An image that may be another one tomorrow. */
export const pinnedImage: Rule = {
  id: 'ML-IMG-001',
  title: 'an image names a release',
  severity: Severity.WARNING,
  why: 'Without a tag, or with latest, two pods of one Deployment may run two programs, and a rollback brings back the same tag and not the same image.',
  fix: 'Pin the image by a digest, or at least by a tag other than latest.',
  example: "container 'c0' of Deployment 'chat' runs image 'registry.example.com/chat:latest', which names the moving tag latest; pin it by a release's tag or a digest",
  judges: WORKLOADS,
  linters: { kubeLinter: ['latest-tag'], kubeScore: ['container-image-tag'], polaris: ['tagNotSpecified'], checkov: ['CKV_K8S_14'] },
  check(set, report) {
    const faults = new Map<string, string | undefined>();
    for (const template of set.templates) {
      for (const container of template.all) {
        const { image } = container.shape;
        if (typeof image !== 'string' || image === '') {
          continue;
        }
        if (!faults.has(image)) {
          faults.set(image, imageFault(image));
        }
        const fault = faults.get(image);
        if (fault) {
          report(template.owner, `${container.called} runs image '${image}', which ${fault}; pin it by a release's tag or a digest`);
        }
      }
    }
  },
};
