import { allocatedToLine, cashReceived, committed, fundsPutUp, type ShareAmount, splitOverShares } from '../budgets/index.ts';
import { type Instalment, instalmentDates, instalmentsOf, type Period, type Rhythm, sumsByFinancialYear } from '../payments/index.ts';
import { isBefore } from '../platform/calendar/date-arithmetic.ts';
import type { FinancialYear } from '../platform/calendar/financial-year.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import {
  ASSISTANT,
  BANK,
  NIGHTS,
  NIGHTS_CARE,
  NIGHTS_HEALTH,
  NURSE,
  pounds,
  TUTOR_NEXT_YEAR,
  TUTOR_THIS_YEAR,
} from './northmoor-budget.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';

/** What is put up, given to the four lines and promised, before anything is paid. */

const YEAR: Period = { first: '2026-04-01', last: '2027-03-31' };
const SCHOOL_YEAR: Period = { first: '2026-09-01', last: '2027-08-31' };
const START: PlainDate = YEAR.first;
/** The tutor came with the plan's review in July, seven weeks before the first lesson. */
const REVIEW: PlainDate = '2026-07-13';

export const PRICE_OF_A_NIGHT = pounds('210.00');
export const ASSISTANT_AGREED = pounds('10000.00');
export const NIGHTS_ORDERED = 26n;
const TUTOR_SUM = pounds('12000.00');
const ASSISTANT_CONTINGENCY = pounds('400.00');
const NURSE_SUM = pounds('5200.00');

export const TUTOR_INSTALMENTS = schedule(TUTOR_SUM, { kind: 'monthly-on-the-first' }, SCHOOL_YEAR);
export const ASSISTANT_INSTALMENTS = schedule(ASSISTANT_AGREED, { kind: 'every-four-weeks', from: START }, YEAR);
export const NURSE_INSTALMENTS = schedule(NURSE_SUM, { kind: 'monthly-on-the-first' }, YEAR);

/** What of an agreed sum is to be paid on or after a day. */
export function stillToPay(instalments: readonly Instalment[], from: PlainDate): bigint {
  return instalments.filter(({ payDate }) => !isBefore(payDate, from)).reduce((sum, { amount }) => sum + amount, 0n);
}

/** With `toldUntil`, direct payments are promised only as far as they are paid before that day: what follows is promised by agreements. */
export function northmoorPromises(toldUntil?: PlainDate): NorthmoorEvent[] {
  const tutor = tutorShares(TUTOR_INSTALMENTS);
  const isTold = ({ payDate }: Instalment) => toldUntil === undefined || isBefore(payDate, toldUntil);
  const tutorPromised = tutorShares(TUTOR_INSTALMENTS.filter(isTold));
  const assistantSum = ASSISTANT_INSTALMENTS.filter(isTold).reduce((sum, { amount }) => sum + amount, 0n);
  const nights = splitOverShares(NIGHTS, { before: 0n, amount: NIGHTS_ORDERED * PRICE_OF_A_NIGHT });
  const assistantAllocated = [{ share: ASSISTANT, amount: ASSISTANT_AGREED + ASSISTANT_CONTINGENCY }];
  const assistantPromised = [{ share: ASSISTANT, amount: assistantSum }];
  const nurse = [{ share: NURSE, amount: NURSE_SUM }];
  return [
    funded(START, TUTOR_THIS_YEAR.source, '2026-27', '20000.00', 'The high-needs block puts money up for 2026-27'),
    funded(START, NIGHTS_CARE.source, '2026-27', '30000.00', "Children's social care puts money up for 2026-27"),
    funded(START, NIGHTS_HEALTH.source, '2026-27', '15000.00', 'The ICB puts money up for 2026-27'),
    ...(['2026-04-01', '2026-07-01', '2026-10-01'] as const).map(quarterlyCash),
    allocated(START, assistantAllocated, 'L2 personal assistant: agreed and given to the line'),
    allocated(START, nurse, 'L3 nurse-led care at home: agreed and given to the line'),
    allocated(START, nights, 'L4 overnight short breaks: agreed and given to the line by both partners'),
    promised(START, assistantPromised, 'L2: direct payment agreement, 13 instalments; the contingency is not promised yet'),
    promised(START, nurse, 'L3: managed account agreement, 12 instalments'),
    promised(START, nights, 'L4: 26 nights ordered at 210.00'),
    funded(REVIEW, TUTOR_NEXT_YEAR.source, '2027-28', '20000.00', 'The high-needs block names an indicative sum for 2027-28'),
    allocated(REVIEW, tutor, 'L1 specialist tutor: agreed and given to the line over two financial years'),
    promised(REVIEW, tutorPromised, 'L1: direct payment agreement, 12 instalments'),
  ];
}

/** The year an instalment's support belongs to decides which of the tutor's two shares pays it. */
export function tutorShareOf(financialYear: FinancialYear): typeof TUTOR_THIS_YEAR {
  const share = [TUTOR_THIS_YEAR, TUTOR_NEXT_YEAR].find((candidate) => candidate.financialYear === financialYear);
  if (share === undefined) throw new Error(`The tutor has no share in ${financialYear}.`);
  return share;
}

function tutorShares(instalments: readonly Instalment[]): ShareAmount[] {
  return [...sumsByFinancialYear(instalments)].map(([year, amount]) => ({ share: tutorShareOf(year), amount }));
}

function schedule(sum: bigint, rhythm: Rhythm, period: Period): Instalment[] {
  const dates = instalmentDates({ rhythm, period });
  if (!dates.ok) throw new Error(`The demo's schedule is refused: ${dates.refusal.code}`);
  return instalmentsOf(sum, dates.value.dates);
}

function funded(date: PlainDate, source: string, financialYear: FinancialYear, sum: string, what: string): NorthmoorEvent {
  return { date, what, kind: 'funded', drafts: [fundsPutUp({ effectiveDate: date, source, financialYear, amount: pounds(sum) })] };
}

/** The payments account is fed each quarter; it never pays what is not there. */
function quarterlyCash(date: PlainDate): NorthmoorEvent {
  const draft = cashReceived({ effectiveDate: date, bank: BANK, amount: pounds('8000.00') });
  return { date, what: 'The council feeds the payments account', kind: 'cash-received', drafts: [draft] };
}

function allocated(date: PlainDate, parts: readonly ShareAmount[], what: string): NorthmoorEvent {
  return { date, what, kind: 'allocated', drafts: [allocatedToLine({ effectiveDate: date, parts })] };
}

function promised(date: PlainDate, parts: readonly ShareAmount[], what: string): NorthmoorEvent {
  return { date, what, kind: 'promised', drafts: [committed({ effectiveDate: date, parts })] };
}
