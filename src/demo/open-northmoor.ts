import { v5 as uuidv5 } from 'uuid';
import { ACCOUNTS_OPEN_ON, shareAccount } from '../budgets/index.ts';
import type { Actor, Ledger } from '../ledger/index.ts';
import { addMonths, firstDayOfMonth, lastDayOfMonth, type Month, monthOf } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { ASSISTANT, NIGHTS_CARE, NIGHTS_HEALTH, NURSE, TUTOR_NEXT_YEAR, TUTOR_THIS_YEAR } from './northmoor-budget.ts';
import { northmoorTaxiAccounts, TAXI } from './northmoor-taxi.ts';
import { northmoorYear } from './northmoor-year.ts';
import { requireAccepted } from './require-accepted.ts';

const FIRST_DAY: PlainDate = '2026-04-01';
/** Two financial years: the tutor's line runs into the second. */
const MONTHS = 24;
const SHARES = [TUTOR_THIS_YEAR, TUTOR_NEXT_YEAR, ASSISTANT, NURSE, NIGHTS_CARE, NIGHTS_HEALTH, TAXI];

/** Made up for the demo: every id that it gives is derived from this and a name, so that playing it again is the same play. */
export const DEMO = '8f0f7a52-7a1b-4c36-9f3c-3d2f6f1f6d10';

/** The books before anything happens in them: periods, accounts, and a watch on what each share has available. */
export async function openNorthmoor(ledger: Ledger, actor: Actor): Promise<void> {
  requireAccepted(
    'periods',
    await ledger.openPeriods(
      actor,
      Array.from({ length: MONTHS }, (_, index) => period(index)),
    ),
  );
  const accounts = [...northmoorYear({ authorityId: actor.authorityId }).accounts, ...northmoorTaxiAccounts()];
  requireAccepted(
    'accounts',
    await ledger.openAccounts(
      actor,
      accounts.map((account) => ({ ...account, opensOn: ACCOUNTS_OPEN_ON })),
    ),
  );
  for (const share of SHARES) {
    const account = shareAccount(share, 'available');
    const watch = {
      watchId: uuidv5(`watch ${account}`, DEMO),
      account,
      metric: 'balance',
      direction: 'below',
      bound: 0n,
      clearBound: 0n,
    } as const;
    requireAccepted('watch', await ledger.addWatch(actor, { ...watch, label: 'available-below-floor' }));
  }
}

function period(index: number): { periodId: Month; firstDay: PlainDate; lastDay: PlainDate } {
  const month = monthOf(addMonths(FIRST_DAY, index));
  return { periodId: month, firstDay: firstDayOfMonth(month), lastDay: lastDayOfMonth(month) };
}
