/**
 * The oldest driver on which programs of a major version of CUDA run.
 * @see https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html
 */
const OLDEST_DRIVERS: readonly (readonly [cuda: number, driver: number])[] = [[13, 580], [12, 525], [11, 450]];

/** The major version of the oldest driver for a version of CUDA, `12.8`: for one that is not known, that of the newest known before it. */
export function oldestDriver(cuda: string): number | undefined {
  const major = Number(cuda.split('.')[0]);
  return OLDEST_DRIVERS.find(([known]) => major >= known)?.[1];
}
