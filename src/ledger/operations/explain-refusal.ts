import { moneyJson } from '../../platform/http/money-json.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import type { Refusal } from '../../platform/result.ts';
import { readAccountCodes } from '../account-codes.ts';
import type { LedgerRefusal } from '../refusals.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { sided } from './shown-entry.ts';

/** A refusal and what the request said in its place: the account of each posting, in order. */
export interface Refused {
  readonly refusal: LedgerRefusal;
  readonly accounts?: readonly string[];
}

type Facts = Readonly<Record<string, unknown>>;

/**
 * The one place where the engine's facts become a caller's: pence become money, numbers of accounts their codes, signs sides, and the
 * sentence says what to do with these figures. Everything else passes as it is.
 */
export async function explainRefusals({ database }: LedgerRoom, authorityId: number, refused: readonly Refused[]): Promise<Refusal[]> {
  const accountIds = refused.map(({ refusal }) => refusal.facts?.['accountId']).filter((id) => typeof id === 'number');
  const codes = await readAccountCodes(database, authorityId, [...new Set(accountIds)]);
  return refused.map(({ refusal, accounts }) => {
    const { accountId, ...facts } = refusal.facts ?? {};
    const account = codes.get(accountId as number) ?? accounts?.[(facts['posting'] as number) - 1] ?? facts['account'];
    return { code: codeOf(refusal), ...(account !== undefined && { account }), ...factsOf(refusal.code, facts, account) };
  });
}

export async function explainRefusal(
  room: LedgerRoom,
  authorityId: number,
  refusal: LedgerRefusal,
  accounts?: readonly string[],
): Promise<Refusal> {
  const [explained] = await explainRefusals(room, authorityId, [{ refusal, ...(accounts !== undefined && { accounts }) }]);
  return explained as Refusal;
}

/** What a path names is not found, where what a body names is unprocessable; entries to reverse and holds are named by paths only. */
function codeOf({ code }: LedgerRefusal): string {
  if (code === 'entry-unknown') return 'entry-not-found';
  if (code === 'hold-unknown') return 'hold-not-found';
  return code;
}

function factsOf(code: string, facts: Facts, account: unknown): Facts {
  const pence = (name: string) => BigInt(facts[name] as string | bigint);
  const money = (name: string) => moneyJson(pence(name));
  switch (code) {
    case 'floor-broken': {
      const available = pence('available') - pence('floor');
      const requested = pence('available') - pence('wouldBe');
      const most = available > 0n ? `Ask for at most £${formatPounds(available)}` : 'Ask again when there is money';
      return {
        available: moneyJson(available),
        requested: moneyJson(requested),
        floor: money('floor'),
        detail: `${account} has £${formatPounds(available)} available and £${formatPounds(requested)} was asked for. ${most}, or put money up first; a cost that has already happened posts under a named override.`,
      };
    }
    case 'ceiling-broken':
      return {
        ceiling: money('ceiling'),
        wouldBe: money('wouldBe'),
        detail: `${account} would stand at £${formatPounds(pence('wouldBe'))}, above its ceiling of £${formatPounds(pence('ceiling'))}. Lower the amount or have the ceiling changed.`,
      };
    case 'entry-unbalanced': {
      // Too much on one side to be added up at all: there is no figure to tell.
      if (facts['budget'] === undefined) return facts;
      const excess = ['budget', 'actual', 'memo'].filter((side) => pence(side) !== 0n).map((on) => ({ on, ...sided(pence(on)) }));
      return {
        excess,
        detail: `${excess.map(({ on, side, amount }) => `On the ${on} side the ${side}s are £${amount.amount} more.`).join(' ')} Make debits and credits equal on each side by itself.`,
      };
    }
    case 'condition-not-met':
      return { version: facts['version'], balance: money('balance') };
    case 'nothing-to-sweep':
      return { available: money('available') };
    case 'hold-over-captured':
      return {
        held: money('held'),
        requested: money('requested'),
        detail: `£${formatPounds(pence('held'))} is left of the hold and £${formatPounds(pence('requested'))} was asked for. Post at most what is left, and the rest as an entry.`,
      };
    case 'assertion-fails':
      return { asOf: facts['asOf'], asserted: money('asserted'), balance: money('balance') };
    default: {
      const { account: _told, ...rest } = facts;
      return rest;
    }
  }
}
