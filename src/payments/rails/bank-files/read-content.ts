import { FileDecoder, provenEncoding, xmlEncoding } from '../../../platform/files/encoding.ts';
import type { XmlListener } from '../../../platform/files/read-xml.ts';
import { XmlReader } from '../../../platform/files/read-xml.ts';
import { UnreadablePaymentFile } from './unreadable-payment-file.ts';

export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

/** What a file may cost to read; no bank's comes near it. */
export const READING_LIMITS = {
  fileBytes: 2 * 1024 * 1024 * 1024,
  /** Where every item is held. */
  items: 1_000_000,
  fieldCharacters: 2_000,
  rowCharacters: 20_000,
  rowCells: 200,
  xmlDepth: 30,
  xmlElementsHeld: 2_000,
} as const;

const CHUNK_BYTES = 65_536;
const HEAD_BYTES = 300;
/** Old systems write it behind the last record. */
const END_OF_FILE = String.fromCharCode(26);

async function* pieces(content: FileContent): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    bytes += chunk.length;
    if (bytes > READING_LIMITS.fileBytes)
      throw new UnreadablePaymentFile('file-too-large', undefined, 'The file is larger than any bank sends.');
    for (let start = 0; start < chunk.length; start += CHUNK_BYTES) yield chunk.subarray(start, start + CHUNK_BYTES);
  }
  if (bytes === 0) throw new UnreadablePaymentFile('file-empty', 1, 'The file is empty. Fetch it from the bank again.');
}

/** A file's text, piece by piece. Text that proves no encoding is UTF-8, or the code page of older systems. */
export async function* textOf(content: FileContent, kind: 'xml' | 'text'): AsyncGenerator<string> {
  let decoder: FileDecoder | undefined;
  for await (const piece of startingWhole(pieces(content))) {
    decoder ??= new FileDecoder(kind === 'xml' ? xmlEncoding(piece) : provenEncoding(piece));
    yield decoder.decode(piece);
  }
  if (decoder !== undefined) yield decoder.decode();
}

/** The first piece long enough to tell the encoding from, however small the pieces come. */
async function* startingWhole(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const piece of content) {
    if (head === undefined) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < HEAD_BYTES) continue;
    yield head;
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield head;
}

/** A listener that gathers what it finds. */
export interface GatheringListener<Found> extends XmlListener {
  take(): readonly Found[];
}

/** Reads XML from strangers piece by piece, by the same reader and limits as bank statements. */
export async function* foundInXml<Found>(content: FileContent, listener: GatheringListener<Found>): AsyncGenerator<readonly Found[]> {
  const reader = new XmlReader(listener, READING_LIMITS);
  for await (const text of textOf(content, 'xml')) {
    reader.write(text);
    yield listener.take();
  }
  reader.end();
  yield listener.take();
}

export interface NumberedLine {
  readonly text: string;
  readonly line: number;
}

/** Lines of fixed-width records, exactly as they stand: a control character in one is damage, and is left for the record's check to find. */
export async function* linesOf(content: FileContent): AsyncGenerator<readonly NumberedLine[]> {
  let rest = '';
  let line = 0;
  for await (const piece of pieces(content)) {
    const texts = (rest + Buffer.from(piece).toString('latin1')).split('\n');
    rest = texts.pop() ?? '';
    if (rest.length > READING_LIMITS.fieldCharacters)
      throw new UnreadablePaymentFile('too-long', line + 1, 'One record is longer than any bank writes it.');
    yield texts.map((text) => {
      line += 1;
      return { text: text.endsWith('\r') ? text.slice(0, -1) : text, line };
    });
  }
  const last = rest.endsWith(END_OF_FILE) ? rest.slice(0, -1) : rest;
  if (last !== '') yield [{ text: last.endsWith('\r') ? last.slice(0, -1) : last, line: line + 1 }];
}
