import { v7 as uuidv7 } from 'uuid';
import { type BudgetRoom, type KeyedRequest, type ShareAmount, totalOf } from '../../budgets/index.ts';
import { financialYearOf } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type FreedMoney, recoveryPaidBack, recoveryWrittenOff } from '../rules/recovery-entries.ts';
import { referenceOf } from './letter-facts.ts';
import { type CaseAsRead, type CaseRefusal, changeCase } from './recovery-desk.ts';
import { decideOnCase, type RecoveryStepRefusal } from './recovery-step.ts';
import { forMoneyThatCame, usePlans } from './rules/use-plans.ts';
import { addEvent } from './store.ts';
import { plannedOf } from './takings.ts';

/** Back to the line while the share's year runs; later to what the same source has in the current year. */
export function freedOn(part: ShareAmount, day: PlainDate): FreedMoney {
  const currentYear = financialYearOf(day);
  return part.share.financialYear >= currentYear ? { to: 'line' } : { to: 'source', currentYear };
}

export interface PaidBack {
  readonly amount: bigint;
  /** Which of our accounts it came to. */
  readonly bank: string;
  readonly words: string;
}

export type PaidBackRefusal =
  | { readonly code: 'above-outstanding'; readonly facts: { readonly outstanding: string } }
  | { readonly code: 'offset-under-way' };

/** The family has paid: the money is at the bank, the debt is less, and the line or its source has it again. */
export async function recordPaidBack(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  { amount, bank, words }: PaidBack,
  request: KeyedRequest,
): Promise<Result<{ readonly revision: number; readonly replayed: boolean }, PaidBackRefusal | RecoveryStepRefusal>> {
  const asked = { asRead, operation: 'payments.record-paid-back', needed: ['decided'], request } as const;
  return decideOnCase<PaidBackRefusal>(desk, caller, asked, async ({ tx, found, day }) => {
    const { caseId, outstanding } = found;
    if (amount > outstanding) return refused({ code: 'above-outstanding', facts: { outstanding: `${outstanding}` } });
    const used = usePlans(forMoneyThatCame(await plannedOf(tx, caller.authorityId, caseId)), amount);
    if (used === undefined) return refused({ code: 'offset-under-way' });
    const left = outstanding - amount;
    const facts = { effectiveDate: day, recoveryCase: caseId, reference: referenceOf(caseId), bank };
    return accepted({
      set: { outstanding: left, ...(left === 0n && { state: 'settled' as const }) },
      event: { kind: 'paid-back' as const, amount, words },
      entries: groupsByFreed(used.parts, day).map(({ freed, parts }) => recoveryPaidBack({ ...facts, freed, parts })),
      used: { plans: used.plans, came: true },
    });
  });
}

function groupsByFreed(parts: readonly ShareAmount[], day: PlainDate) {
  const groups = new Map<string, { readonly freed: FreedMoney; readonly parts: ShareAmount[] }>();
  for (const part of parts) {
    const freed = freedOn(part, day);
    const group = groups.get(freed.to) ?? { freed, parts: [] };
    group.parts.push(part);
    groups.set(freed.to, group);
  }
  return [...groups.values()].filter((group) => totalOf(group.parts) > 0n);
}

/** One officer asks that nobody is asked for it any more, with reasons; another decides. */
export async function proposeWriteOff(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  { amount, reasons }: { readonly amount: bigint; readonly reasons: string },
): Promise<Result<{ readonly revision: number }, CaseRefusal | PaidBackRefusal>> {
  const asked = { operation: 'payments.propose-write-off', asRead, needed: ['decided'] } as const;
  return changeCase(desk, caller, asked, async ({ tx, key, now, day, found }) => {
    if (amount > found.outstanding) return refused({ code: 'above-outstanding', facts: { outstanding: `${found.outstanding}` } });
    const eventId = uuidv7();
    const sealed = key.seal({ words: reasons }, eventId);
    const by = caller.principal;
    await addEvent(tx, found, { kind: 'write-off-proposed', on: day, amount, eventId, sealed, at: now, by });
    return accepted({ set: { writeOffAmount: amount, writeOffBy: by } });
  });
}

export type WriteOffRefusal = { readonly code: 'write-off-not-proposed' | 'confirmer-is-proposer' | 'offset-under-way' };

export async function confirmWriteOff(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  { reasons }: { readonly reasons: string },
  request: KeyedRequest,
): Promise<Result<{ readonly revision: number; readonly replayed: boolean }, WriteOffRefusal | PaidBackRefusal | RecoveryStepRefusal>> {
  const asked = { asRead, operation: 'payments.confirm-write-off', needed: ['decided'], request } as const;
  return decideOnCase<WriteOffRefusal | PaidBackRefusal>(desk, caller, asked, async ({ tx, found, day }) => {
    const { caseId, outstanding, writeOffAmount: amount, writeOffBy } = found;
    if (amount === null) return refused({ code: 'write-off-not-proposed' });
    if (writeOffBy === caller.principal) return refused({ code: 'confirmer-is-proposer' });
    // Some of it may have come back since it was asked for.
    if (amount > outstanding) return refused({ code: 'above-outstanding', facts: { outstanding: `${outstanding}` } });
    const used = usePlans((await plannedOf(tx, caller.authorityId, caseId)).toReversed(), amount);
    if (used === undefined) return refused({ code: 'offset-under-way' });
    const left = outstanding - amount;
    return accepted({
      set: { outstanding: left, writeOffAmount: null, writeOffBy: null, ...(left === 0n && { state: 'written-off' as const }) },
      event: { kind: 'written-off' as const, amount, words: reasons },
      entries: [recoveryWrittenOff({ effectiveDate: day, recoveryCase: caseId, reference: referenceOf(caseId), parts: used.parts })],
      used: { plans: used.plans, came: false },
    });
  });
}
