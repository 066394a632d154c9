import type { FileContent } from './read-content.ts';

const HEAD_BYTES = 4_096;

/** The first characters of a file, to tell what it is, and the whole of it still to be read. */
export async function peek(
  content: FileContent,
): Promise<{ readonly head: string; readonly empty: boolean; readonly content: FileContent }> {
  if (content instanceof Uint8Array) return { head: textOfHead(content), empty: content.length === 0, content };
  const iterator = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    bytes += next.value.length;
  }
  return { head: textOfHead(Buffer.concat(first)), empty: bytes === 0, content: continued(first, iterator) };
}

async function* continued(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function textOfHead(bytes: Uint8Array): string {
  // Every second byte of UTF-16 is zero here; what tells formats apart is plain ASCII.
  return Buffer.from(bytes.subarray(0, HEAD_BYTES))
    .toString('latin1')
    .replace(/^(?:ï»¿|ÿþ|þÿ)/, '')
    .replaceAll('\0', '');
}
