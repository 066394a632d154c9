import type { Database } from '../platform/database/database.ts';
import { arrayOf, arrayOfBytes, arrayOfText, arrayUnlessEmpty } from './array-literal.ts';
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

const CALL = `select ordinal, outcome, block_seq, recorded_at, facts, first_leg, legs,
  leg_amounts::text as leg_amounts, leg_versions::text as leg_versions, leg_balances::text as leg_balances
  from ledger.post($1::integer, $2::timestamptz, $3::text::uuid[], $4::text::smallint[], $5::text::date[], $6::text::bytea[],
  $7::text::text[], $8::text::text[], $9::text::integer[], $10::text::integer[], $11::text::integer[], $12::text::bigint[], $13::text::integer[],
  $14::text::smallint[], $15::text::text[], $16::text::text[], $17::text::text[], $18::text::integer[], $19::text::uuid[], $20::text::uuid[],
  $21::text::bigint[], $22::text::boolean[], $23::text::timestamptz[], $24::text::integer[], $25::text::integer[], $26::text::bigint[],
  $27::text::bigint[], $28::text::text[], $29::text::jsonb[])`;

interface CallRow {
  ordinal: number;
  outcome: string;
  block_seq: bigint | null;
  recorded_at: Date | null;
  facts: Record<string, unknown> | null;
  first_leg: number | null;
  legs: number | null;
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
  const first = rows[0];
  const amounts = numbersOf(first?.leg_amounts);
  const versions = numbersOf(first?.leg_versions);
  const balances = numbersOf(first?.leg_balances);
  return rows.map((row) => {
    if (row.outcome === 'replayed' && row.block_seq !== null) return { outcome: 'replayed', blockSeq: row.block_seq };
    if (row.outcome === 'posted' && row.block_seq !== null && row.recorded_at !== null) {
      const from = (row.first_leg ?? 1) - 1;
      const legs = Array.from({ length: row.legs ?? 0 }, (_, k) => ({
        amount: amounts[from + k] as bigint,
        version: versions[from + k] as bigint,
        balanceAfter: balances[from + k] as bigint,
      }));
      return { outcome: 'posted', blockSeq: row.block_seq, recordedAt: row.recorded_at, legs };
    }
    if (!isLedgerCode(row.outcome)) throw new Error(`ledger.post answered with an unknown outcome: ${row.outcome}`);
    return { outcome: 'refused', refusal: { code: row.outcome, ...(row.facts ? { facts: row.facts } : {}) } };
  });
}

function callParameters(authorityId: number, recordedAt: Date, items: readonly CallItem[]): (string | number | null)[] {
  const commands = items.map((item) => item.command);
  const legs = commands.flatMap((command) => command.legs);
  const conditions = commands.flatMap((command, n) => (command.conditions ?? []).map((condition) => ({ ...condition, entry: n + 1 })));
  const accounts = positionsOf([...legs.map((leg) => leg.accountId), ...conditions.map((condition) => condition.accountId)]);
  const position = (accountId: number) => accounts.get(accountId) as number;
  const whenUsed = (values: readonly (string | number | bigint | boolean | undefined)[]) => arrayUnlessEmpty(values, arrayOf);
  const textsWhenUsed = (values: readonly (string | undefined)[]) => arrayUnlessEmpty(values, arrayOfText);
  return [
    authorityId,
    recordedAt.toISOString(),
    arrayOf(commands.map((command) => command.id)),
    arrayOf(commands.map((command) => command.kind)),
    arrayOf(commands.map((command) => command.effectiveDate)),
    arrayOfBytes(commands.map((command) => command.fingerprint)),
    arrayOfText(commands.map((command) => command.principal)),
    arrayOfText(commands.map((command) => command.currency)),
    arrayOf(commands.map((command) => command.legs.length)),
    arrayOf([...accounts.keys()]),
    arrayOf(legs.map((leg) => position(leg.accountId))),
    arrayOf(legs.map((leg) => leg.amount)),
    arrayOf(legs.map((leg) => leg.dimensionId)),
    whenUsed(legs.map((leg) => leg.number)),
    textsWhenUsed(commands.map((command) => command.reference)),
    textsWhenUsed(commands.map((command) => command.description)),
    textsWhenUsed(commands.map((command) => command.override)),
    whenUsed(items.map((item) => (item.link > 0 ? item.link : undefined))),
    whenUsed(commands.map((command) => command.reverses)),
    whenUsed(commands.map((command) => command.holdId)),
    whenUsed(commands.map((command) => command.holdAmount)),
    whenUsed(commands.map((command) => command.holdFinal)),
    textsWhenUsed(commands.map((command) => command.holdExpires?.toISOString())),
    conditions.length === 0 ? null : arrayOf(conditions.map((condition) => condition.entry)),
    conditions.length === 0 ? null : arrayOf(conditions.map((condition) => position(condition.accountId))),
    conditions.length === 0 ? null : arrayOf(conditions.map((condition) => condition.version)),
    conditions.length === 0 ? null : arrayOf(conditions.map((condition) => condition.balance)),
    textsWhenUsed(commands.map((command) => command.topic)),
    textsWhenUsed(commands.map((command) => command.metadata)),
  ];
}

/** Distinct account ids in order of first use, each with its position from 1. */
function positionsOf(accountIds: readonly number[]): Map<number, number> {
  const positions = new Map<number, number>();
  for (const accountId of accountIds) {
    if (!positions.has(accountId)) positions.set(accountId, positions.size + 1);
  }
  return positions;
}

function numbersOf(literal: string | null | undefined): bigint[] {
  if (!literal || literal === '{}') return [];
  return literal.slice(1, -1).split(',').map(BigInt);
}
