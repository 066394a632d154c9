import { accepted, type Result, refused } from '../../platform/result.ts';
import type { ParsedStatementFile } from './bank-statement.ts';
import { Camt053Reader } from './camt053/read-camt053.ts';
import { XmlReader } from './camt053/read-xml.ts';
import { checkStatements } from './check-statement.ts';
import { detectFormat, refuseArchive } from './detect-format.ts';
import { decodeTextFile, provenEncoding, StatementDecoder, xmlEncoding } from './encoding.ts';
import { readMt940 } from './mt940/read-mt940.ts';
import { DEFAULT_READING_LIMITS, type ReadingLimits } from './reading-limits.ts';
import { type StatementRefusal, UnreadableStatement } from './unreadable-statement.ts';

const HEAD_BYTES = 4096;
const CHUNK_BYTES = 65_536;

export type StatementFileContent = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Reads a bank statement file of any format we know: all of it, or nothing and the reason. The file comes from outside and is treated as
 * hostile: its size, depth and text are bounded, nothing in it is fetched or run, and no amount in it passes through a float.
 */
export async function parseStatementFile(
  content: StatementFileContent,
  { fileName, limits = DEFAULT_READING_LIMITS }: { fileName: string; limits?: ReadingLimits },
): Promise<Result<ParsedStatementFile, StatementRefusal>> {
  try {
    const chunks = boundedChunks(content, limits);
    const { head, all } = await peek(chunks);
    const parsed = await parseByFormat(head, all, limits);
    const findings = [...parsed.findings, ...checkStatements(parsed.statements)].sort((one, other) => one.line - other.line);
    return accepted({ fileName, ...parsed, findings });
  } catch (error) {
    if (!(error instanceof UnreadableStatement)) throw error;
    const { code, line, message } = error;
    return refused({ code, fileName, ...(line !== undefined && { line }), reason: message });
  }
}

type ParsedContent = Omit<ParsedStatementFile, 'fileName'>;

async function parseByFormat(head: Uint8Array, chunks: AsyncIterable<Uint8Array>, limits: ReadingLimits): Promise<ParsedContent> {
  if (head.length === 0) throw new UnreadableStatement('file-empty', undefined, 'The file is empty. Export it from the bank again.');
  refuseArchive(head);
  const headText = new TextDecoder(provenEncoding(head) ?? 'windows-1252').decode(head);
  return detectFormat(headText) === 'xml' ? parseXml(head, chunks, limits) : parseMt940(chunks, limits);
}

async function parseXml(head: Uint8Array, chunks: AsyncIterable<Uint8Array>, limits: ReadingLimits): Promise<ParsedContent> {
  const encoding = xmlEncoding(head);
  const decoder = new StatementDecoder(encoding);
  const message = new Camt053Reader(limits);
  const xml = new XmlReader(message, limits);
  for await (const chunk of chunks) xml.write(decoder.decode(chunk));
  xml.write(decoder.decode());
  xml.end();
  return { format: 'camt.053', encoding, ...message.end() };
}

/** MT940 names no encoding: only the whole file shows whether it is UTF-8, so it is gathered, within the size limit, before it is read. */
async function parseMt940(chunks: AsyncIterable<Uint8Array>, limits: ReadingLimits): Promise<ParsedContent> {
  const gathered: Uint8Array[] = [];
  for await (const chunk of chunks) gathered.push(chunk);
  const { text, encoding } = decodeTextFile(gathered.length === 1 && gathered[0] ? gathered[0] : Buffer.concat(gathered));
  return { format: 'mt940', encoding, ...readMt940(text, limits) };
}

async function* boundedChunks(content: StatementFileContent, { fileBytes }: ReadingLimits): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of content instanceof Uint8Array ? slicesOf(content, fileBytes) : content) {
    bytes += chunk.length;
    if (bytes > fileBytes) throw tooLarge(fileBytes);
    yield chunk;
  }
}

function* slicesOf(bytes: Uint8Array, fileBytes: number): Generator<Uint8Array> {
  if (bytes.length > fileBytes) throw tooLarge(fileBytes);
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) yield bytes.subarray(start, start + CHUNK_BYTES);
}

function tooLarge(fileBytes: number): UnreadableStatement {
  const megabytes = Math.floor(fileBytes / (1024 * 1024));
  return new UnreadableStatement(
    'file-too-large',
    undefined,
    `The file is larger than ${megabytes} MB. Ask the bank for a shorter period.`,
  );
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
  const head = Buffer.concat(first);
  async function* all(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    yield* chunks;
  }
  return { head: head.subarray(0, HEAD_BYTES), all: all() };
}
