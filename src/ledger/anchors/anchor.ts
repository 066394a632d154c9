import { createHash } from 'node:crypto';
import { z } from 'zod';
import { accepted, type Result, refused } from '../../platform/result.ts';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
const whole = z.string().regex(/^(0|[1-9]\d{0,18})$/);

const anchorSchema = z.strictObject({
  format: z.literal(1),
  authorityId: z.int().positive(),
  /** Anchors of a book are counted from 1. */
  number: z.int().positive(),
  takenAt: z.iso.datetime({ precision: 3 }),
  /** The head of the chain. */
  block: whole,
  hash: hex64,
  recordedAt: z.iso.datetime({ precision: 3 }),
  entries: whole,
  postings: whole,
  /** Trial-balance totals in pence, by side and currency. */
  totals: z.array(z.strictObject({ side: z.enum(['budget', 'actual', 'memo']), currency: z.string(), debit: whole, credit: whole })),
  /** Over every account's number, count of postings and balance. */
  balancesDigest: hex64,
  /** Over every account's debits, credits and count of postings on every effective date. */
  dayTotalsDigest: hex64,
  /** Whether the whole book was re-read for it, or what came after the anchor before it. */
  proof: z.enum(['whole-book', 'since-anchor']),
  /** Digest of the anchor before it, as it was written. */
  previous: hex64.nullable(),
  /** Beginnings of the hashes of blocks after the anchor before it, each `every` blocks: they tell where a chain went another way. */
  trail: z.strictObject({ after: whole, every: whole, hashes: z.string().regex(/^([0-9a-f]{16})*$/) }),
});

/** What a book stood at, to be kept where whoever may write to the database may not: a later book that is the same one agrees with it. */
export type Anchor = z.infer<typeof anchorSchema>;

/** An anchor as it was kept: under which name, and the digest that the next one carries. */
export interface KeptAnchor {
  readonly name: string;
  readonly digest: string;
  readonly anchor: Anchor;
}

/** By number alone: two that are taken at once cannot both be the next. */
export function nameOf({ authorityId, number }: Pick<Anchor, 'authorityId' | 'number'>): string {
  return `book-${authorityId}_${String(number).padStart(6, '0')}.anchor`;
}

/** One line for machines and the same in words; nothing else may stand in the file, so neither can be changed by itself. */
export function textOf(anchor: Anchor): string {
  return `${JSON.stringify(anchorSchema.parse(anchor))}\n\n${wordsOf(anchor)}\n`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function readAnchor(name: string, text: string): Result<KeptAnchor, { code: 'anchor-unreadable' }> {
  const unreadable = refused({ code: 'anchor-unreadable' } as const);
  const parsed = anchorSchema.safeParse(jsonOf(text.slice(0, Math.max(text.indexOf('\n'), 0))));
  if (!parsed.success) return unreadable;
  const anchor = parsed.data;
  return nameOf(anchor) === name && textOf(anchor) === text ? accepted({ name, digest: digestOf(text), anchor }) : unreadable;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function wordsOf(anchor: Anchor): string {
  return [
    `Anchor ${anchor.number} of the book of authority ${anchor.authorityId}, as it stood at ${anchor.takenAt}.`,
    `Head of the chain: block ${anchor.block}, recorded at ${anchor.recordedAt},`,
    `hash ${anchor.hash}.`,
    `${anchor.entries} entries, ${anchor.postings} postings.`,
    ...anchor.totals.map(
      ({ side, currency, debit, credit }) =>
        `The ${side} side in ${currency}: debit balances ${debit} pence, credit balances ${credit} pence.`,
    ),
    anchor.proof === 'whole-book'
      ? 'The whole book was re-read for this anchor.'
      : 'What was posted since the anchor before it was re-read for this anchor.',
    'Keep this file where nobody who may write to the database may write. "threefold verify" compares the book with it.',
  ].join('\n');
}
