import { bankHolidaysAreKnownFor } from '../../../platform/calendar/bank-holidays.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { isWorkingDay } from '../../../platform/calendar/working-days.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { BankFileRefusal } from '../bank-files/bank-file-refusal.ts';
import { bankText } from '../bank-files/bank-text.ts';
import { faultOfPayment, type PaymentFault } from '../bank-files/check-payment.ts';
import { faultOfPayer, notUnderstood } from '../bank-files/check-submission.ts';
import { lesserLimit, ruleOn } from '../bank-files/dated-rule.ts';
import type { DayTotal, PayingAccount, PaymentToSend } from '../bank-files/payment-to-send.ts';
import { type BankFile, type BankFileFormat, type ChangedText, writeBankFile } from '../bank-files/write-bank-file.ts';
import { type Pain001Profile, type Pain001Scheme, SCHEME_LIMIT_PENCE } from './pain001-profiles.ts';

export const PAIN001_VERSIONS = ['03', '09'] as const;
export type Pain001Version = (typeof PAIN001_VERSIONS)[number];

/** What a message is, beside its payments. The same facts and payments make the same bytes. */
export interface Pain001Submission {
  readonly version: Pain001Version;
  /** Ours, used once: banks refuse a message they have seen. */
  readonly messageId: string;
  /** UTC, to the second: `2027-03-25T09:30:00Z`. */
  readonly createdAt: string;
  readonly initiatingParty: { readonly name: string; readonly id?: string };
  readonly account: PayingAccount;
  readonly scheme: Pain001Scheme;
  /** What was approved, day by day in order. The payments must come in the same order: the file says each day's sum before them. */
  readonly approved: readonly DayTotal[];
  readonly profile: Pain001Profile;
  /** The bank's limit for one payment, where it is below the scheme's. */
  readonly itemLimitPence?: bigint;
}

export const PAIN001_NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.';
/** The identifier that the standard keeps for sort codes in the United Kingdom. */
export const SORT_CODE_SYSTEM = 'GBDSC';
const ID = /^[A-Za-z0-9/?:().,'+-]{1,35}$/;
/** Of the id of a day's payments: the message's, a hyphen and the day. */
const LONGEST_MESSAGE_ID = 26;

/**
 * Writes a pain.001 (customer credit transfer initiation, ISO 20022) for a UK bank: pounds, sort codes as clearing member ids, one block of
 * payments for each execution day. The end-to-end id is our reference; 35 characters would be allowed, but 18 survive into Bacs and Faster
 * Payments, so longer ones are refused here rather than cut on the way.
 */
export function writePain001File(
  submission: Pain001Submission,
  payments: Iterable<PaymentToSend> | AsyncIterable<PaymentToSend>,
): Result<BankFile, BankFileRefusal> {
  const refusal = refusalOf(submission);
  if (refusal !== undefined) return refused(refusal);
  return accepted(writeBankFile(new CreditTransferInitiation(submission), payments, { approved: submission.approved, encoding: 'utf8' }));
}

function refusalOf(submission: Pain001Submission): BankFileRefusal | undefined {
  const { messageId, createdAt, initiatingParty, account, approved, scheme, profile } = submission;
  if (!ID.test(messageId) || messageId.length > LONGEST_MESSAGE_ID)
    return notUnderstood('messageId', `The message id is 1 to ${LONGEST_MESSAGE_ID} letters, digits or signs of a bank.`);
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(createdAt))
    return notUnderstood('createdAt', 'The time is written like 2027-03-25T09:30:00Z.');
  if (bankText(initiatingParty.name, profile.longestName).text === '')
    return notUnderstood('initiatingParty.name', 'The council has no name a bank carries.');
  if (initiatingParty.id !== undefined && !ID.test(initiatingParty.id))
    return notUnderstood('initiatingParty.id', 'The bank’s id for us is 1 to 35 letters, digits or signs of a bank.');
  const payer = faultOfPayer(account, approved);
  if (payer !== undefined) return payer;
  if (profile.services[scheme] === undefined)
    return notUnderstood('scheme', `The profile "${profile.name}" does not say how this bank calls ${scheme}.`);
  return faultOfDays(submission);
}

/** Faster Payments move on every day; Bacs and CHAPS on working days. */
function faultOfDays({ approved, scheme, createdAt }: Pain001Submission): BankFileRefusal | undefined {
  for (const { processingDate } of approved) {
    const reason = whyNot(processingDate, scheme, createdAt.slice(0, 'YYYY-MM-DD'.length));
    if (reason !== undefined) return { code: 'processing-date-not-possible', field: 'approved', reason };
  }
  return undefined;
}

function whyNot(date: PlainDate, scheme: Pain001Scheme, createdOn: string): string | undefined {
  if (date < createdOn) return `${date} lies before the day the message is made.`;
  if (scheme === 'faster-payments') return undefined;
  if (!bankHolidaysAreKnownFor(date)) return `The bank holidays of ${date.slice(0, 4)} are not known here yet.`;
  return isWorkingDay(date) ? undefined : `The banks are closed on ${date}; choose the working day before.`;
}

class CreditTransferInitiation implements BankFileFormat {
  readonly #submission: Pain001Submission;
  readonly #itemLimitPence: bigint;
  #day = -1;

  constructor(submission: Pain001Submission) {
    this.#submission = submission;
    const createdOn = submission.createdAt.slice(0, 'YYYY-MM-DD'.length) as PlainDate;
    this.#itemLimitPence = lesserLimit(ruleOn(SCHEME_LIMIT_PENCE[submission.scheme], createdOn), submission.itemLimitPence);
  }

  head(): string {
    const { version, messageId, createdAt, initiatingParty, approved, profile } = this.#submission;
    const payments = approved.reduce((sum, each) => sum + each.payments, 0);
    const pence = approved.reduce((sum, { amountPence }) => sum + amountPence, 0n);
    const id = initiatingParty.id === undefined ? '' : `<Id><OrgId><Othr><Id>${escaped(initiatingParty.id)}</Id></Othr></OrgId></Id>`;
    return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${PAIN001_NAMESPACE}${version}">
<CstmrCdtTrfInitn>
<GrpHdr>
<MsgId>${escaped(messageId)}</MsgId>
<CreDtTm>${createdAt}</CreDtTm>
<NbOfTxs>${payments}</NbOfTxs>
<CtrlSum>${formatPounds(pence)}</CtrlSum>
<InitgPty><Nm>${escaped(bankText(initiatingParty.name, profile.longestName).text)}</Nm>${id}</InitgPty>
</GrpHdr>
`;
  }

  line(payment: PaymentToSend, tell: (change: Omit<ChangedText, 'number' | 'reference'>) => void): string | PaymentFault {
    const { approved, profile } = this.#submission;
    const fault = faultOfPayment(payment, { itemLimitPence: this.#itemLimitPence });
    if (fault !== undefined) return fault;
    const day = approved.findIndex(({ processingDate }) => processingDate === payment.processingDate);
    if (day < this.#day || day === -1) {
      const reason =
        day === -1
          ? `Nothing is approved for ${payment.processingDate}.`
          : 'The payments of a day stand together, in the order of the days.';
      return { field: 'processingDate', code: 'processing-date-not-approved', reason };
    }
    let opening = '';
    while (this.#day < day) opening += this.#nextDay();
    const name = bankText(payment.name, profile.longestName);
    if (name.changes.length > 0) tell({ field: 'name', from: payment.name, to: name.text, changes: name.changes });
    return `${opening}${this.#transfer(payment, name.text)}`;
  }

  foot(): string {
    return '</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n';
  }

  #nextDay(): string {
    const { version, messageId, account, scheme, approved, profile } = this.#submission;
    const closing = this.#day === -1 ? '' : '</PmtInf>\n';
    this.#day += 1;
    const day = approved[this.#day];
    if (day === undefined) return closing;
    const { processingDate, payments, amountPence } = day;
    const service = profile.services[scheme];
    return `${closing}<PmtInf>
<PmtInfId>${escaped(messageId)}-${processingDate.replaceAll('-', '')}</PmtInfId>
<PmtMtd>TRF</PmtMtd>
${profile.batchBooking === undefined ? '' : `<BtchBookg>${profile.batchBooking}</BtchBookg>\n`}<NbOfTxs>${payments}</NbOfTxs>
<CtrlSum>${formatPounds(amountPence)}</CtrlSum>
<PmtTpInf>${choice('SvcLvl', service?.serviceLevel)}${choice('LclInstrm', service?.localInstrument)}</PmtTpInf>
<ReqdExctnDt>${version === '09' ? `<Dt>${processingDate}</Dt>` : processingDate}</ReqdExctnDt>
<Dbtr><Nm>${escaped(bankText(account.name, profile.longestName).text)}</Nm></Dbtr>
<DbtrAcct>${this.#account(account.accountNumber)}<Ccy>GBP</Ccy></DbtrAcct>
<DbtrAgt>${agent(account.sortCode)}</DbtrAgt>
<ChrgBr>${profile.chargeBearer}</ChrgBr>
`;
  }

  #transfer(payment: PaymentToSend, name: string): string {
    const { reference, amountPence, sortCode, accountNumber, rollNumber } = payment;
    const remittance = rollNumber === undefined ? reference : rollNumber.toUpperCase();
    return `<CdtTrfTxInf>
<PmtId><InstrId>${escaped(reference)}</InstrId><EndToEndId>${escaped(reference)}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="GBP">${formatPounds(amountPence)}</InstdAmt></Amt>
<CdtrAgt>${agent(sortCode)}</CdtrAgt>
<Cdtr><Nm>${escaped(name)}</Nm></Cdtr>
<CdtrAcct>${this.#account(accountNumber)}</CdtrAcct>
<RmtInf><Ustrd>${escaped(remittance)}</Ustrd></RmtInf>
</CdtTrfTxInf>
`;
  }

  #account(accountNumber: string): string {
    const scheme = this.#submission.profile.accountScheme ? '<SchmeNm><Cd>BBAN</Cd></SchmeNm>' : '';
    return `<Id><Othr><Id>${accountNumber}</Id>${scheme}</Othr></Id>`;
  }
}

function agent(sortCode: string): string {
  return `<FinInstnId><ClrSysMmbId><ClrSysId><Cd>${SORT_CODE_SYSTEM}</Cd></ClrSysId><MmbId>${sortCode}</MmbId></ClrSysMmbId></FinInstnId>`;
}

function choice(element: string, kind: { readonly as: 'code' | 'proprietary'; readonly value: string } | undefined): string {
  if (kind === undefined) return '';
  const name = kind.as === 'code' ? 'Cd' : 'Prtry';
  return `<${element}><${name}>${kind.value}</${name}></${element}>`;
}

/** The characters of a bank hold only the ampersand of those that XML needs escaped; the others are a guard against a wider set. */
function escaped(text: string): string {
  return /[&<>"']/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;')
    : text;
}
