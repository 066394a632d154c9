/** Files in one readable archive (POSIX ustar): every system opens it, and nothing in it is executed or compressed. */
export interface ArchiveFile {
  readonly name: string;
  /** Stands before the content, which is why it has to be known. */
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const BLOCK = 512;

export function textFile(name: string, text: string): ArchiveFile {
  const content = Buffer.from(text);
  return { name, bytes: content.length, content: [content] };
}

/** Part after part, so that an archive may be larger than memory. It fails rather than go on behind a file of another size than was said. */
export async function* tarOf(files: Iterable<ArchiveFile>, modified: Date): AsyncGenerator<Uint8Array, void, undefined> {
  for (const { name, bytes, content } of files) {
    yield headerOf(name, bytes, modified);
    let sent = 0;
    for await (const part of content) {
      sent += part.length;
      yield part;
    }
    if (sent !== bytes) throw new Error(`${name} was said to have ${bytes} bytes and has ${sent}`);
    yield Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function headerOf(name: string, size: number, modified: Date): Buffer {
  if (!/^[a-z0-9/._-]{1,100}$/.test(name)) throw new TypeError('a name in an archive is plain and short');
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(Math.floor(modified.getTime() / 1_000), 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
