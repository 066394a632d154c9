import { businessDates } from '../../../people/index.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { bankFileFormatOf } from '../../originators/originator-settings.ts';
import { listedOriginator, type Originator } from '../../originators/originators.ts';
import type { PaymentRefusal } from '../../problems.ts';
import type { RunDesk } from '../../runs/run-desk.ts';
import { earliestBacsCycle } from '../bacs/bacs-cycle.ts';
import { submissionDays, submittedInTime } from './submission-days.ts';

type Desk = Pick<RunDesk, 'database' | 'clock' | 'rails' | 'businessDate'>;

/** Why no run is planned for this rail and day: nobody is listed to pay by it, or its file could not be at the bank in time. */
export async function whyNoFile(
  desk: Desk,
  authorityId: number,
  { rail, payDate }: { readonly rail: string; readonly payDate: PlainDate },
): Promise<(PaymentRefusal & { readonly reason?: string }) | undefined> {
  if (desk.rails.has(rail) || bankFileFormatOf(rail) === undefined) return undefined;
  const originator = await originatorOf(desk, authorityId, rail);
  if (originator === undefined) return { code: 'originator-not-listed', facts: { rail } };
  const days = submissionDays(originator.settings, payDate);
  const businessDate = desk.businessDate ?? businessDates(desk.database, desk.clock);
  const inTime = days.ok ? submittedInTime(days.value, { today: await businessDate(authorityId) }) : days;
  return inTime.ok ? undefined : inTime.refusal;
}

/** The first day on which money can be there when its run is approved on a day: a run that is planned daily is planned for it. */
export async function earliestPayDate(
  desk: Desk,
  authorityId: number,
  { rail, on }: { readonly rail: string; readonly on: PlainDate },
): Promise<PlainDate> {
  if (desk.rails.has(rail) || bankFileFormatOf(rail) === undefined) return on;
  const settings = (await originatorOf(desk, authorityId, rail))?.settings;
  if (settings === undefined || settings.format === 'bank-csv') return on;
  if (settings.format === 'pain001' && settings.scheme !== 'bacs') return on;
  const cycle = earliestBacsCycle(on);
  return cycle.ok ? cycle.value.creditDate : on;
}

function originatorOf({ database }: Desk, authorityId: number, rail: string): Promise<Originator | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => listedOriginator(tx, authorityId, rail));
}
