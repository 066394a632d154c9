import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { CommandEnded, exitCode } from '../exit-code.ts';

type Write = (text: string) => Promise<void>;

/**
 * Writes to a file or to the terminal, no faster than it is taken. A file appears under its name only when it is whole: one that ended in
 * the middle, because the disk was full, would look like a smaller book.
 */
export async function writeOut(
  file: string | undefined,
  work: (write: Write) => Promise<void>,
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<void> {
  if (file === undefined) return work(writeTo(process.stdout));
  const part = `${file}.part`;
  // Readable by its owner only: a book is nobody else's business.
  const out = createWriteStream(part, { mode: 0o600, encoding });
  try {
    await once(out, 'open');
    await work(writeTo(out));
    out.end();
    await finished(out);
    await rename(part, file);
  } catch (error) {
    out.destroy();
    await rm(part, { force: true });
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code !== undefined && syscall !== undefined && ['open', 'write', 'close', 'rename'].includes(syscall))
      throw new CommandEnded(`${file} cannot be written: ${message}.`, exitCode.wrong);
    throw error;
  }
}

function writeTo(out: NodeJS.WritableStream): Write {
  let failed: NodeJS.ErrnoException | undefined;
  out.on('error', (error) => {
    failed = error;
  });
  return async (text) => {
    if (failed === undefined && !out.write(text)) await once(out, 'drain').catch(() => undefined);
    if (failed === undefined) return;
    // Whoever reads has seen enough and closed the pipe: `export | head`.
    if (failed.code === 'EPIPE') throw new CommandEnded('', exitCode.done);
    throw failed;
  };
}
