import { factsOfLines, factsOfRooms } from '../src/alerts/index.ts';
import { budgetBookingKinds, sweepBookings } from '../src/budgets/index.ts';
import { anchorLedger, checkLedger, type Ledger } from '../src/ledger/index.ts';
import { CARD_EVENTS, nothingDue, PAYMENT_EVENTS, paymentBookingKinds, type RunDesk, type StripeDesk } from '../src/payments/index.ts';
import { businessDates } from '../src/people/index.ts';
import type { Clock } from '../src/platform/clock/clock.ts';
import type { Database } from '../src/platform/database/database.ts';
import { JobRegistry } from '../src/platform/queue/job-registry.ts';
import { itemRooms, matchBookingKinds } from '../src/reconciliation/index.ts';
import { registerBankStatements } from './bank-statements.ts';
import { sweepBookingsProcessor } from './booking-sweep.ts';
import { dailyAnchor, dailyAnchorProcessor } from './daily-anchor.ts';
import { registerDirectPayments } from './direct-payments.ts';
import { ledgerCheckProcessor, nightlyLedgerCheck } from './ledger-check.ts';
import { registerOverspendAlerts } from './overspend-alerts.ts';
import { registerReconciliation } from './reconciliation.ts';
import { registerStripe } from './stripe-events.ts';

export interface JobDependencies {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly anchorFolder: string;
  /** What falls due, who is paid where, and by which rails this process pays; without them it pays nobody. */
  readonly payments?: Partial<Pick<RunDesk, 'dueLines' | 'payees' | 'rails'>>;
  /** Of the authority that has an account at Stripe. */
  readonly stripe?: StripeDesk | undefined;
  /** Whether its events of cards are read too. */
  readonly stripeCards?: boolean;
}

/** Which processor serves which topic. */
export function processorsOf({
  database,
  ledger,
  clock,
  anchorFolder,
  payments = {},
  stripe,
  stripeCards = false,
}: JobDependencies): JobRegistry {
  const processors = new JobRegistry()
    .on(
      nightlyLedgerCheck,
      ledgerCheckProcessor((check) => checkLedger(database, { ...check, anchorFolder })),
    )
    .on(
      dailyAnchor,
      dailyAnchorProcessor((check) => anchorLedger(database, { ...check, anchorFolder })),
    )
    .on(
      sweepBookings,
      sweepBookingsProcessor({ database, ledger, clock, kinds: { ...budgetBookingKinds, ...paymentBookingKinds, ...matchBookingKinds } }),
    );
  const desk = { database, ledger, ...nothingDue, rails: new Map(), ...payments, businessDate: businessDates(database, clock) };
  registerDirectPayments(processors, desk);
  const { businessDate } = desk;
  registerReconciliation(processors, { database, ledger, rooms: itemRooms, businessDate });
  const facts = [...factsOfLines({ database, ledger }), ...factsOfRooms({ database, businessDate })];
  const books = stripe && { ...stripe, ledger, dueLines: desk.dueLines };
  registerStripe(processors, { database, books, readers: new Map([...PAYMENT_EVENTS, ...(stripeCards ? CARD_EVENTS : [])]) });
  return registerOverspendAlerts(registerBankStatements(processors, { database }), { database, ledger, businessDate, facts });
}
