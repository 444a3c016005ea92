/**
 * Other names of flags that are derived.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/engine/arg_utils.py
 * @see https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/server_args.py
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
const ALIASES = new Map([
  ['-tp', '--tensor-parallel-size'], ['--tp', '--tensor-parallel-size'], ['--tp-size', '--tensor-parallel-size'],
  ['-pp', '--pipeline-parallel-size'], ['--pp', '--pipeline-parallel-size'], ['--pp-size', '--pipeline-parallel-size'],
  ['-m', '--model'], ['-hf', '--hf-repo'], ['-hfr', '--hf-repo'], ['-a', '--alias'], ['-t', '--threads'], ['-np', '--parallel'], ['-c', '--ctx-size'],
  ['-ngl', '--n-gpu-layers'], ['--gpu-layers', '--n-gpu-layers'],
]);

/** The flag of an argument by its long name, with dashes as servers take it too: `--port` of `--port=8000`, `--tensor-parallel-size` of `-tp`. */
export function flagOf(argument: string): string | undefined {
  const flag = writtenFlag(argument)?.replace(/_/g, '-');
  return flag === undefined ? undefined : ALIASES.get(flag) ?? flag;
}

/** The flag of an argument as it is written. */
export function writtenFlag(argument: string): string | undefined {
  return /^--?[A-Za-z][\w.-]*/.exec(argument)?.[0];
}
