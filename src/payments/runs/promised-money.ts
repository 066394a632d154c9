import { type ShareAmount, shareAccount, shareKey } from '../../budgets/index.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Promised } from './judge-lines.ts';
import type { PaymentInstruction } from './payment-run.ts';
import type { RunDesk } from './run-desk.ts';
import { readInstructionsByState } from './store.ts';

/** What draft and approved runs have already taken of the promised money; the books learn of it at the release. */
export async function claimedByRuns(tx: Transaction, authorityId: number): Promise<readonly PaymentInstruction[]> {
  return (await readInstructionsByState(tx, authorityId, ['due', 'approved'])).filter(({ kind }) => kind === 'instalment');
}

/** In the books, by share: promised and not yet paid. The books have a connection of their own, so no transaction may be open. */
export async function promisedFor(
  { ledger }: Pick<RunDesk, 'ledger'>,
  authorityId: number,
  lines: readonly { readonly parts: readonly ShareAmount[] }[],
): Promise<Promised> {
  const shares = new Map(lines.flatMap(({ parts }) => parts.map(({ share }) => [shareKey(share), share] as const)));
  const codes = [...shares.values()].map((share) => shareAccount(share, 'committed'));
  const balances = codes.length === 0 ? [] : await ledger.balances(authorityId, codes);
  const byCode = new Map(balances.map(({ account, balance }) => [account, balance]));
  return new Map([...shares].map(([key, share]) => [key, byCode.get(shareAccount(share, 'committed')) ?? 0n]));
}

/** What is left for a new run once each payment that waits in another one has its share. */
export function lessClaims(promised: Promised, claims: readonly Pick<PaymentInstruction, 'instructionId' | 'parts'>[]): Promised {
  const left = new Map(promised);
  const once = new Map(claims.map((claim) => [claim.instructionId, claim]));
  for (const { share, amount } of [...once.values()].flatMap(({ parts }) => parts)) {
    const key = shareKey(share);
    const before = left.get(key);
    if (before !== undefined) left.set(key, before - amount);
  }
  return left;
}
