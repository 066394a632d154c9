import { z } from 'zod';
import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { RailEntry } from '../rail-entry.rules.ts';
import { park } from './park.ts';
import type { StripeDesk } from './stripe-connection.ts';

const amount = z.object({ value: z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform(BigInt), currency: z.string() });
const transactionEntry = z.object({
  id: z.string().min(1),
  balance_impact: z.object({ available: amount }),
  effective_at: z.iso.datetime({ offset: true }),
  created: z.iso.datetime({ offset: true }),
  livemode: z.boolean(),
  transaction_details: z.object({
    category: z.string(),
    financial_account: z.string(),
    flow: z.record(z.string(), z.string()).nullish(),
  }),
});

const PAGE = 100;
/** An entry may be made days after the moment that it is effective from. */
const LATE_DAYS = 3;

/** What Stripe's own books say of one day, London time, oldest first. What cannot be read is parked: a sum must not be right by accident. */
export async function listRailEntries(desk: StripeDesk, day: PlainDate): Promise<RailEntry[]> {
  const entries: RailEntry[] = [];
  const oldest = addDays(day, -1);
  const newest = addDays(day, LATE_DAYS);
  for await (const object of desk.stripe.v2.moneyManagement.transactionEntries.list({ limit: PAGE })) {
    const read = transactionEntry.safeParse(object).data;
    if (read === undefined) {
      await park(desk, { reason: 'rail-entry-unreadable', objectId: `${object.id}` });
      continue;
    }
    const madeOn = dateInLondon(new Date(read.created));
    if (madeOn < oldest) break;
    const { category, financial_account: account, flow } = read.transaction_details;
    const bookedOn = dateInLondon(new Date(read.effective_at));
    if (madeOn > newest || bookedOn !== day || account !== desk.financialAccount) continue;
    const { value, currency } = read.balance_impact.available;
    if (currency.toLowerCase() !== 'gbp' || read.livemode !== desk.liveMode) {
      await park(desk, { reason: 'rail-entry-wrong', objectId: read.id, facts: { currency } });
      continue;
    }
    const payment = flow?.['outbound_payment'];
    entries.unshift({ entryId: read.id, bookedOn, amount: value, category, ...(payment !== undefined && { flow: payment }) });
  }
  return entries;
}
