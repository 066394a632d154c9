import type { Database } from '../platform/database/database.ts';
import { callParameters } from './call-parameters.ts';
import { isLedgerCode, type LedgerRefusal } from './refusals.ts';

/** A command with its accounts and dimensions looked up: what one element of the posting call's arrays needs. */
export interface PreparedCommand {
  readonly id: string;
  readonly kind: number;
  readonly effectiveDate: string;
  readonly fingerprint: Buffer;
  readonly principal: string;
  readonly currency: string;
  readonly legs: readonly PreparedLeg[];
  readonly reference?: string | undefined;
  readonly description?: string | undefined;
  readonly override?: string | undefined;
  readonly reverses?: string | undefined;
  readonly holdId?: string | undefined;
  readonly holdAmount?: bigint | undefined;
  readonly holdFinal?: boolean | undefined;
  readonly holdExpires?: Date | undefined;
  readonly conditions?: readonly PreparedCondition[] | undefined;
  readonly topic?: string | undefined;
  readonly metadata?: string | undefined;
}

export interface PreparedLeg {
  /** 0 for an account that does not exist: the call refuses it in its turn. */
  readonly accountId: number;
  readonly amount: bigint;
  /** 0 for the account's own. */
  readonly dimensionId: number;
  readonly number?: number | undefined;
}

export interface PreparedCondition {
  readonly accountId: number;
  readonly version?: bigint | undefined;
  readonly balance?: bigint | undefined;
}

export interface PostedLeg {
  readonly amount: bigint;
  readonly version: bigint;
  /** Signed: a debit balance is positive. */
  readonly balanceAfter: bigint;
}

export type CallOutcome =
  | { readonly outcome: 'posted'; readonly blockSeq: bigint; readonly recordedAt: Date; readonly legs: readonly PostedLeg[] }
  | { readonly outcome: 'replayed'; readonly blockSeq: bigint }
  | { readonly outcome: 'refused'; readonly refusal: LedgerRefusal };

/** Commands of one call in order; equal numbers above 0 beside each other are linked. */
export interface CallItem {
  readonly command: PreparedCommand;
  readonly link: number;
}

const CALL = `select block_seq, recorded_at, outcomes, earlier_blocks::text as earlier_blocks, facts, first_legs, legs,
  leg_amounts::text as leg_amounts, leg_versions::text as leg_versions, leg_balances::text as leg_balances
  from ledger.post($1::integer, $2::timestamptz, $3::text::uuid[], $4::text::smallint[], $5::text::date[], $6::bytea,
  $7::text::text[], $8::text::text[], $9::text::integer[], $10::text::integer[], $11::text::integer[], $12::text::bigint[], $13::text::integer[],
  $14::text::smallint[], $15::text::text[], $16::text::text[], $17::text::text[], $18::text::integer[], $19::text::uuid[], $20::text::uuid[],
  $21::text::bigint[], $22::text::boolean[], $23::text::timestamptz[], $24::text::integer[], $25::text::integer[], $26::text::bigint[],
  $27::text::bigint[], $28::text::text[], $29::text::jsonb[])`;

/** One row answers a call. Without outcomes everything was posted, and amounts and places of legs are those that were sent. */
interface CallRow {
  block_seq: bigint | null;
  recorded_at: Date | null;
  outcomes: (string | null)[] | null;
  earlier_blocks: string | null;
  facts: (Record<string, unknown> | null)[] | null;
  first_legs: (number | null)[] | null;
  legs: (number | null)[] | null;
  leg_amounts: string | null;
  leg_versions: string | null;
  leg_balances: string | null;
}

/**
 * The one statement that posts. Throws when the book cannot be reached; then nothing or everything of the call has happened. It goes over
 * pg, not postgres.js: where backends are killed under load, pg says so at once, and postgres.js leaves calls without an answer until their
 * deadline, which stops the whole book for so long.
 */
export async function callPost(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  items: readonly CallItem[],
): Promise<CallOutcome[]> {
  const values = callParameters(authorityId, recordedAt, items);
  const { rows } = await database.pool.query<CallRow>({ name: 'ledger.post', text: CALL, values });
  const row = rows[0];
  if (!row) throw new Error('ledger.post gave no answer');
  return row.outcomes ? eachOutcome(row, row.outcomes) : allPosted(row, items);
}

function allPosted(row: CallRow, items: readonly CallItem[]): CallOutcome[] {
  const { block_seq: blockSeq, recorded_at: recordedAt } = row;
  if (blockSeq === null || recordedAt === null) throw new Error('ledger.post answered without a block');
  const versions = textsOf(row.leg_versions);
  const balances = textsOf(row.leg_balances);
  let next = 0;
  return items.map(({ command }) => {
    const legs = command.legs.map(({ amount }) => {
      const leg = { amount, version: BigInt(versions[next] as string), balanceAfter: BigInt(balances[next] as string) };
      next += 1;
      return leg;
    });
    return { outcome: 'posted', blockSeq, recordedAt, legs };
  });
}

function eachOutcome(row: CallRow, outcomes: readonly (string | null)[]): CallOutcome[] {
  const amounts = textsOf(row.leg_amounts);
  const versions = textsOf(row.leg_versions);
  const balances = textsOf(row.leg_balances);
  const earlier = textsOf(row.earlier_blocks);
  return outcomes.map((outcome, n) => {
    if (outcome === 'replayed') return { outcome, blockSeq: BigInt(earlier[n] as string) };
    if (outcome === 'posted' && row.block_seq !== null && row.recorded_at !== null) {
      const from = (row.first_legs?.[n] ?? 1) - 1;
      const legs = Array.from({ length: row.legs?.[n] ?? 0 }, (_, k) => ({
        amount: BigInt(amounts[from + k] as string),
        version: BigInt(versions[from + k] as string),
        balanceAfter: BigInt(balances[from + k] as string),
      }));
      return { outcome, blockSeq: row.block_seq, recordedAt: row.recorded_at, legs };
    }
    if (outcome === null || !isLedgerCode(outcome)) throw new Error(`ledger.post answered with an unknown outcome: ${outcome}`);
    const facts = row.facts?.[n];
    return { outcome: 'refused', refusal: { code: outcome, ...(facts ? { facts } : {}) } };
  });
}

/** Elements of an array of numbers as they stand in its text: each is turned into a number when it is used. */
function textsOf(literal: string | null): string[] {
  return !literal || literal === '{}' ? [] : literal.slice(1, -1).split(',');
}
