export const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * What a probe answers: whether it holds, or, as a string, why it does not yet.
 */
export type Verdict = boolean | string;

/**
 * Waits until `probe` holds. A probe that throws counts as "not yet": while a
 * cluster starts, refused connections and missing objects are the normal case.
 *
 * @param what the state that is waited for, in the words of the error
 * @param hopeless says why more waiting is useless, if it is
 * @throws when the time is over, with what the probe said last
 */
export async function waitUntil(
  what: string,
  probe: () => Promise<Verdict>,
  timeoutSeconds: number,
  hopeless: () => string | undefined = () => undefined,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (let pause = 50; ; pause = Math.min(pause * 1.5, 500)) {
    let verdict: Verdict;
    try {
      verdict = await probe();
    } catch (error) {
      verdict = error instanceof Error ? error.message : String(error);
    }
    if (verdict === true) return;
    const end = hopeless();
    if (end !== undefined) throw new Error(`waiting for ${what}: ${end}`);
    if (Date.now() > deadline) {
      throw new Error(`waited ${timeoutSeconds} s in vain for ${what}; last: ${verdict === false ? 'not yet' : verdict}`);
    }
    await sleep(pause);
  }
}
