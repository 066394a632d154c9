import { expect } from 'vitest';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { fileTies, type ParsedStatementFile, parseStatementFile } from '../../../src/reconciliation/index.ts';
import { WRITERS } from './writers/all.ts';
import type { WrittenBankStatement } from './writers/written.ts';

export type Random = (below: number) => number;

const MONEY = '0123456789.,-+CD';

/** What transmission, editors and attackers do to files. */
const MUTATIONS: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => filled(bytes, random(bytes.length), 1 + random(20), random(256)),
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => spliced(bytes, random(bytes.length), 1 + random(40), Buffer.alloc(0)),
  (bytes, random) => twice(bytes, random(bytes.length), 1 + random(200)),
  (bytes, random) => filled(bytes, random(bytes.length), 1, MONEY.charCodeAt(random(MONEY.length))),
  (bytes, random) => digitsChanged(bytes, random),
  (bytes, random) => linesChanged(bytes, random, (lines, at) => lines.splice(at, 1)),
  (bytes, random) => linesChanged(bytes, random, (lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  (bytes, random) => linesChanged(bytes, random, (lines, at) => lines.splice(at, 2, lines[at + 1] ?? '', lines[at] ?? '')),
  (bytes, random) => spliced(bytes, random(bytes.length), 0, Buffer.alloc(random(3_000), random(256))),
  (bytes, random) => Buffer.from(bytes.map((byte) => (random(200) === 0 ? byte ^ (1 << random(8)) : byte))),
];

function filled(bytes: Buffer, at: number, length: number, byte: number): Buffer {
  return Buffer.from(bytes).fill(byte, at, Math.min(bytes.length, at + length));
}

function spliced(bytes: Buffer, at: number, length: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + length)]);
}

function twice(bytes: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
}

function digitsChanged(bytes: Buffer, random: Random): Buffer {
  const digits = [...bytes.keys()].filter((index) => (bytes[index] ?? 0) >= 0x30 && (bytes[index] ?? 0) <= 0x39);
  const changed = Buffer.from(bytes);
  for (let times = 0; times <= random(3); times += 1) changed[digits[random(digits.length)] ?? 0] = 0x30 + random(10);
  return changed;
}

function linesChanged(bytes: Buffer, random: Random, change: (lines: string[], at: number) => void): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  change(lines, random(lines.length));
  return Buffer.from(lines.join('\n'), 'latin1');
}

const STATEMENT: WrittenBankStatement = {
  sortCode: '202020',
  accountNumber: '12345678',
  openingMinor: 1_000_00n,
  movements: Array.from({ length: 12 }, (_, index) => ({
    date: `2027-04-${String(index + 1).padStart(2, '0')}` as PlainDate,
    amountMinor: index % 3 === 0 ? 250_00n : -(10_00n + BigInt(index)),
    reference: `TF-${String(index).padStart(6, '0')}`,
    text: `FAMILY ${index}`,
  })),
};

export interface FuzzSeed {
  readonly name: string;
  readonly bytes: Buffer;
  readonly choices: Parameters<typeof parseStatementFile>[1]['choices'];
}

export function writtenSeeds(): FuzzSeed[] {
  return [...WRITERS].map(([name, writer]) => ({ name, bytes: Buffer.from(writer.write(STATEMENT)), choices: writer.choices ?? {} }));
}

/** One to three mutations of one seed. */
export function mutated(seeds: readonly FuzzSeed[], random: Random): FuzzSeed {
  const seed = seeds[random(seeds.length)] as FuzzSeed;
  let bytes = seed.bytes;
  for (let times = 0; times <= random(3) && bytes.length > 0; times += 1)
    bytes = MUTATIONS[random(MUTATIONS.length)]?.(bytes, random) ?? bytes;
  return { ...seed, bytes };
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

/** Reads a mutated file whole and in pieces: both say the same, and what was read may be trusted as far as it says. Answers the outcome. */
export async function readMutated(
  { name, bytes, choices = {} }: FuzzSeed,
  random: Random,
): Promise<'refused' | 'error' | 'warning' | 'ties'> {
  const result = await parseStatementFile(bytes, { fileName: name, choices });
  const inPiecesToo = await parseStatementFile(inPieces(bytes, 1 + random(300)), { fileName: name, choices });
  // Of several faults another may be met first, but no cut makes a file readable.
  if (result.ok) expect(inPiecesToo, `${name} in pieces`).toEqual(result);
  else expect(inPiecesToo.ok, `${name} in pieces`).toBe(false);
  if (!result.ok) {
    expect(result.refusal.reason, name).toMatch(/\S.*[.?]$/su);
    return 'refused';
  }
  if (!fileTies(result.value)) return 'error';
  for (const statement of result.value.statements) standsByItsOwnTotals(statement, result.value);
  return result.value.findings.length > 0 ? 'warning' : 'ties';
}

function standsByItsOwnTotals(
  { opening, closing, lines }: ParsedStatementFile['statements'][number],
  { findings }: ParsedStatementFile,
): void {
  const booked = lines.filter(({ state }) => state === 'booked');
  const sum = booked.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (opening !== undefined && closing !== undefined) expect(opening.amountMinor + sum).toBe(closing.amountMinor);
  else expect(findings.map(({ code }) => code)).toContain('cannot-be-proved');
}
