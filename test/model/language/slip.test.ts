import { FAMILIES } from '../../../src/model/language/families';
import { isSlip } from '../../../src/model/language/slip';

const meant = (text: string) => [...FAMILIES.keys()].filter((name) => isSlip(text, name));

test.each([
  ['Llama', 'llama'], ['LLaMA', 'llama'], ['lama', 'llama'], ['lllama', 'llama'], ['llaam', 'llama'], ['llam', 'llama'], ['qwen_3', 'qwen3'], ['qwen3-moe', 'qwen3_moe'],
  ['qwne3', 'qwen3'], ['gpt-oss', 'gpt_oss'], ['gptoss', 'gpt_oss'], ['gpt-2', 'gpt2'], ['deepseek-v3', 'deepseek_v3'], ['deepsek_v3', 'deepseek_v3'], ['mistrall', 'mistral'],
  ['gema3', 'gemma3'], ['gemma3text', 'gemma3_text'], ['flacon', 'falcon'],
])('%s is a slip for %s', (text, name) => {
  expect(meant(text)).toEqual([name]);
});

test('one letter may be missing from two', () => {
  expect(meant('mitral')).toEqual(['mistral', 'mixtral']);
});

/** `model_type`s of other architectures. @see https://github.com/huggingface/transformers/blob/v4.57.1/src/transformers/models/auto/configuration_auto.py */
test.each([
  'deepseek_v32', 'deepseek_vl', 'gemma3n', 'gemma3n_text', 'mllama', 'mistral3', 'ministral', 'ministral3', 'qwen3_vl_moe', 'qwen3_vl', 'qwen3_next', 'qwen3_5', 'llama4',
  'llama4_text', 'qwen4', 'qwen2_vl', 'qwen2_5_vl', 'qwen2_audio', 'llava', 'falcon_h1', 'falcon_mamba', 'phi4_multimodal', 'phi4', 'gpt_neo', 'gpt_neox', 'gptj', 'olmo2',
  'paligemma', 'shieldgemma2', 'recurrent_gemma', 't5gemma', 'vaultgemma', 'pixtral', 'voxtral', 'minimax', 'jamba', 'mamba', 'bamba', 'qwen', 'qwen22', '',
])('%s is none', (text) => {
  expect(meant(text)).toEqual([]);
});

test('every known architecture is meant by its own name alone', () => {
  [...FAMILIES.keys()].forEach((name) => expect(meant(name)).toEqual([name]));
});
