import { Anatomy } from './anatomy';
import { ConfigReader } from './config-reader';
import { falcon } from './falcon';
import { gemma, gemma2, gemma3, gemma3Text } from './gemma';
import { gptOss } from './gpt-oss';
import { gpt2 } from './gpt2';
import { llama, mistral, qwen2, qwen3 } from './llama';
import { deepseek, mixtral, phimoe, qwen2Moe, qwen3Moe } from './mixture';
import { phi, phi3 } from './phi';

/** What reads a configuration, by its `model_type`. A new architecture is a line here. */
export const FAMILIES: ReadonlyMap<string, (config: ConfigReader) => Anatomy> = new Map([
  ['deepseek_v2', deepseek],
  ['deepseek_v3', deepseek],
  ['falcon', falcon],
  ['gemma', gemma],
  ['gemma2', gemma2],
  ['gemma3', gemma3],
  ['gemma3_text', gemma3Text],
  ['gpt2', gpt2],
  ['gpt_oss', gptOss],
  ['llama', llama],
  ['mistral', mistral],
  ['mixtral', mixtral],
  ['phi', phi],
  ['phi3', phi3],
  ['phimoe', phimoe],
  ['qwen2', qwen2],
  ['qwen2_moe', qwen2Moe],
  ['qwen3', qwen3],
  ['qwen3_moe', qwen3Moe],
]);
