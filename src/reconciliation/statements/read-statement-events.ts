import { FileDecoder, provenEncoding, xmlEncoding } from '../../platform/files/encoding.ts';
import { UnreadableFile } from '../../platform/files/unreadable-file.ts';
import { Bai2Reader } from './bai2/read-bai2.ts';
import type { StatementFormat } from './bank-statement.ts';
import { BanklineReader } from './bankline/read-bankline.ts';
import { Camt053Reader } from './camt053/read-camt053.ts';
import { CsvReader } from './csv/read-csv.ts';
import { isSantanderText, SantanderTextReader } from './csv/read-santander-text.ts';
import { detectFormat, refuseWrapped } from './detect-format.ts';
import { Mt940Reader } from './mt940/read-mt940.ts';
import { OfxReader } from './ofx/read-ofx.ts';
import { QifReader } from './qif/read-qif.ts';
import type { ReadingChoices } from './reading-choices.ts';
import { type ReadingLimits, STREAMED_LIMITS } from './reading-limits.ts';
import type { StatementEvent } from './statement-events.ts';
import type { ReaderSetting, StatementReader } from './statement-reader.ts';
import { StatementStream } from './statement-stream.ts';
import { UnreadableStatement } from './unreadable-statement.ts';

const HEAD_BYTES = 4096;
const CHUNK_BYTES = 65_536;

export type StatementFileContent = Uint8Array | AsyncIterable<Uint8Array>;

const READERS: Readonly<Record<StatementFormat, (setting: ReaderSetting) => StatementReader>> = {
  'camt.053': (setting) => new Camt053Reader(setting),
  mt940: (setting) => new Mt940Reader(setting),
  ofx: (setting) => new OfxReader(setting),
  qif: (setting) => new QifReader(setting),
  bai2: (setting) => new Bai2Reader(setting),
  bankline: (setting) => new BanklineReader(setting),
  csv: (setting) => (isSantanderText(setting.head) ? new SantanderTextReader(setting) : new CsvReader(setting)),
};

/**
 * Reads a bank statement file of any format we know, of any size, in flat memory: batches of what was found, as it is found. What is wrong
 * with a bank statement as a whole comes with its end, so nothing of it may count before that. The file comes from outside and is treated
 * as hostile: its depth and fields are bounded, nothing in it is fetched or run, and no amount in it passes through a float.
 *
 * @throws UnreadableStatement with the line and words for an officer; whatever came before it is void.
 */
export async function* readStatementEvents(
  content: StatementFileContent,
  { limits = STREAMED_LIMITS, choices = {} }: { limits?: ReadingLimits; choices?: ReadingChoices } = {},
): AsyncGenerator<readonly StatementEvent[], void, undefined> {
  const { head, all } = await peek(boundedChunks(content, limits));
  if (head.length === 0) throw new UnreadableStatement('file-empty', 1, 'The file is empty. Export it from the bank again.');
  refuseWrapped(head);
  const headText = new TextDecoder(provenEncoding(head) ?? 'windows-1252').decode(head);
  const format = detectFormat(headText, choices);
  const decoder = new FileDecoder(encodingOf(format, head, choices));
  const stream = new StatementStream(format, limits);
  const reader = READERS[format]({ stream, limits, choices, head: headText });
  let said = decoder.encoding;
  for await (const chunk of all) {
    const text = decodeAt(decoder, reader, chunk);
    if (decoder.encoding !== said) stream.encoding(decoder.encoding);
    said = decoder.encoding;
    reader.write(text);
    const events = stream.take(said);
    if (events.length > 0) yield events;
  }
  reader.write(decodeAt(decoder, reader));
  reader.end();
  stream.endOfFile();
  yield stream.take(said, true);
}

/** Undefined where only the text itself can show it. */
function encodingOf(format: StatementFormat, head: Uint8Array, { mapping }: ReadingChoices): string | undefined {
  return format === 'camt.053' ? xmlEncoding(head) : (provenEncoding(head) ?? mapping?.encoding);
}

/** A decoder knows no lines; the reader knows how far the file was read. */
function decodeAt(decoder: FileDecoder, reader: StatementReader, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UnreadableStatement(error.code, reader.lineNumber, error.message);
  }
}

async function* boundedChunks(content: StatementFileContent, { fileBytes }: ReadingLimits): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    bytes += chunk.length;
    if (bytes > fileBytes) throw tooLarge(fileBytes);
    // A file given whole is still read in pieces, lest all its text be held beside it.
    for (let start = 0; start < chunk.length; start += CHUNK_BYTES) yield chunk.subarray(start, start + CHUNK_BYTES);
  }
}

function tooLarge(fileBytes: number): UnreadableStatement {
  const megabytes = Math.floor(fileBytes / (1024 * 1024));
  return new UnreadableStatement('file-too-large', 1, `The file is larger than ${megabytes} MB. Ask the bank for a shorter period.`);
}

/** Looks at the first bytes and hands on the whole: chunks may be as small as one byte. */
async function peek(chunks: AsyncGenerator<Uint8Array, void, undefined>): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* chunks;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), all: all() };
}
