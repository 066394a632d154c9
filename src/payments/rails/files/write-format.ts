import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { Result } from '../../../platform/result.ts';
import type { Originator } from '../../originators/originators.ts';
import { writeBacsFile } from '../bacs/write-bacs-file.ts';
import { writeBankCsv } from '../bank-csv/write-bank-csv.ts';
import type { BankFileRefusal } from '../bank-files/bank-file-refusal.ts';
import type { PayingAccount, PaymentToSend } from '../bank-files/payment-to-send.ts';
import type { BankFile } from '../bank-files/write-bank-file.ts';
import { writePain001File } from '../pain001/write-pain001-file.ts';
import type { SubmissionDays } from './submission-days.ts';

export interface FileFacts {
  readonly originator: Pick<Originator, 'settings' | 'itemLimit' | 'fileLimit'>;
  readonly account: PayingAccount;
  readonly days: SubmissionDays;
  /** Of its series. */
  readonly number: number;
  readonly authorityId: number;
  readonly today: PlainDate;
  readonly madeAt: Date;
}

const SERIAL_LENGTH = 6;
const RADIX = 36;
/** A bank's table has no field that limits an amount; the rail's own limit does. */
const NO_LIMIT = 10n ** 13n;

/** The series whose numbers name the files to a bank: one for each service user, for Bacs refuses a serial it has seen from the same one. */
export function seriesOf({ settings }: Pick<Originator, 'settings'>): string {
  return settings.format === 'bacs' ? `bacs ${settings.serviceUserNumber}` : settings.format;
}

/** What the bank knows the file by. */
export function bankNameOf({ originator: { settings }, number, authorityId }: FileFacts): string {
  if (settings.format === 'bacs') return serialOf(number);
  const kind = settings.format === 'pain001' ? 'P' : 'C';
  return `TF${authorityId.toString(RADIX).toUpperCase()}-${kind}${String(number).padStart(6, '0')}`;
}

/** Where the business's day is not the clock's, the file is of that day: a bank would turn down one that is made after its payments. */
function dayOf(today: PlainDate, madeAt: Date): string {
  return dateInLondon(madeAt) === today ? madeAt.toISOString().slice(0, 'YYYY-MM-DD'.length) : today;
}

function serialOf(number: number): string {
  return number.toString(RADIX).toUpperCase().padStart(SERIAL_LENGTH, '0');
}

/** Same facts and payments, same bytes. */
export function writeFormat(facts: FileFacts, payments: readonly PaymentToSend[]): Result<BankFile, BankFileRefusal> {
  const { originator, account, days, number, today, madeAt } = facts;
  const { settings, itemLimit, fileLimit } = originator;
  const amountPence = payments.reduce((sum, each) => sum + each.amountPence, 0n);
  const approved = [{ processingDate: days.processingDate, payments: payments.length, amountPence }];
  const limits = { ...(itemLimit !== null && { itemLimitPence: itemLimit }), ...(fileLimit !== null && { fileLimitPence: fileLimit }) };
  if (settings.format === 'bacs') {
    const { serviceUserNumber, serviceUserName, profile } = settings;
    const submission = { serial: serialOf(number), serviceUserNumber, serviceUserName, account, submittedOn: today, approved, profile };
    return writeBacsFile({ ...submission, days: 'single-day', ...limits }, payments);
  }
  if (settings.format === 'pain001') {
    const { version, initiatingPartyName: name, initiatingPartyId: id, scheme, profile } = settings;
    const createdAt = `${dayOf(today, madeAt)}${madeAt.toISOString().slice('YYYY-MM-DD'.length, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
    const initiatingParty = { name, ...(id !== undefined && { id }) };
    const message = { version, messageId: bankNameOf(facts), createdAt, initiatingParty, account, scheme, approved, profile };
    return writePain001File({ ...message, ...(itemLimit !== null && { itemLimitPence: itemLimit }) }, payments);
  }
  return writeBankCsv({ profile: settings.profile, account, approved, itemLimitPence: itemLimit ?? NO_LIMIT }, payments);
}
