let scratch = Buffer.alloc(0);

/**
 * The bytes of a text, valid until the next call: an app has thousands of texts, each of which is looked at once, and all of them share one
 * piece of memory.
 */
export function bytesOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (scratch.length < length) {
    scratch = Buffer.allocUnsafeSlow(2 * length);
  }
  scratch.write(text);
  return scratch.subarray(0, length);
}
