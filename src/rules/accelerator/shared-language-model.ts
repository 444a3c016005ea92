import { usedPools } from './entered-pools';
import { ACCELERATOR_MEMORY } from '../../manifest/annotations';
import { Severity } from '../../manifest/finding';
import { acceleratorsOf } from '../../reading/accelerators';
import { PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { mapOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

/** A server that takes nearly all of a card, on a card that it has not for itself. */
export const sharedLanguageModel: Rule = {
  id: 'ML-GPU-003',
  title: 'a language model has its cards for itself',
  severity: Severity.WARNING,
  why: 'Servers of language models take a share of the whole card when they start (vLLM nine tenths). Under time-slicing nothing divides the memory, and the second '
    + 'pod on the card fails for lack of it; under MPS each has a part, and takes its share of more than that. Latency is that of all neighbours together. '
    + 'See https://github.com/NVIDIA/k8s-device-plugin#shared-access-to-gpus',
  fix: 'Place it on whole cards, or on MIG slices, which have memory of their own.',
  example: "Deployment 'chat' serves a language model (image vllm/vllm-openai:v0.18.0), and pool 'l4' shares each card (time-slicing by 4); place it on whole cards or on MIG slices",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const sign = signOf(template);
      if (sign === undefined) {
        continue;
      }
      const shared = usedPools(set, template).find(({ pool }) => pool.sharing);
      const renamed = acceleratorsOf(template).find((resource) => resource.endsWith('.shared'));
      if (shared || renamed) {
        const where = shared ? `pool '${shared.pool.name}' shares each card (${shared.pool.sharing})` : `asks for shares of cards (${renamed})`;
        report(template.owner, `${template.owner.called} serves a language model (${sign}), and ${where}; place it on whole cards or on MIG slices`);
      }
    }
  },
};

const IMAGE = /(^|[/_.-])(vllm|sglang|text-generation-inference)($|[/_.-])/;

/** By what a pod shows that it serves a language model: what it takes of a card, or a server that serves nothing else. */
function signOf({ metadata, containers }: PodTemplate): string | undefined {
  if (mapOf(metadata.annotations)[ACCELERATOR_MEMORY] !== undefined) {
    return `annotation ${ACCELERATOR_MEMORY}`;
  }
  for (const { shape } of containers) {
    const image = textOf(shape.image);
    if (image && IMAGE.test(image.replace(/@.*$/, '').replace(/:[^/:]*$/, ''))) {
      return `image ${image}`;
    }
  }
  return undefined;
}
