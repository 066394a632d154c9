import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { BankFileRefusal } from '../bank-files/bank-file-refusal.ts';
import { bankText } from '../bank-files/bank-text.ts';
import { faultOfPayment, type PaymentFault, REFERENCE_CHARACTERS } from '../bank-files/check-payment.ts';
import { lesserLimit, ruleOn } from '../bank-files/dated-rule.ts';
import type { PaymentToSend } from '../bank-files/payment-to-send.ts';
import { type BankFile, type BankFileFormat, type ChangedText, writeBankFile } from '../bank-files/write-bank-file.ts';
import { bacsDate } from './bacs-date.ts';
import { ITEM_LIMIT_PENCE } from './bacs-rules.ts';
import { type BacsSubmission, refusalOfSubmission } from './bacs-submission.ts';
import { composeRecord } from './record-layout.ts';
import {
  CONTRA,
  CREDIT,
  HDR1,
  HDR2,
  PAYMENT,
  PAYMENT_WITH_DATE,
  RECEIVER,
  RECORD_LENGTH,
  UHL1,
  UTL1,
  VOL1,
  WORK_CODE,
} from './standard-18.ts';

/**
 * Writes a Bacs Standard 18 file of credits. For each processing day a contra record takes the sum from our account, so each day balances.
 * Refuses a submission whose days Bacs cannot process, and every payment it would have to change beyond the letters of a name.
 */
export function writeBacsFile(
  submission: BacsSubmission,
  payments: Iterable<PaymentToSend> | AsyncIterable<PaymentToSend>,
): Result<BankFile, BankFileRefusal> {
  const refusal = refusalOfSubmission(submission);
  if (refusal !== undefined) return refused(refusal);
  return accepted(writeBankFile(new Standard18(submission), payments, submission));
}

class Standard18 implements BankFileFormat {
  readonly #submission: BacsSubmission;
  readonly #lineEnd: string;
  readonly #itemLimitPence: bigint;
  readonly #userName: string;
  readonly #dates = new Map<PlainDate, string>();

  constructor(submission: BacsSubmission) {
    this.#submission = submission;
    this.#lineEnd = submission.profile.lineEnd === 'crlf' ? '\r\n' : '\n';
    this.#itemLimitPence = lesserLimit(ruleOn(ITEM_LIMIT_PENCE, submission.submittedOn), submission.itemLimitPence);
    this.#userName = bankText(submission.serviceUserName, REFERENCE_CHARACTERS).text;
  }

  head(): string {
    const { serial, serviceUserNumber, profile, approved, days } = this.#submission;
    const first = approved[0]?.processingDate ?? this.#submission.submittedOn;
    return this.#lines(
      composeRecord(VOL1, { label: 'VOL1', serial, accessibility: profile.accessibility, serviceUserNumber, standard: '1' }),
      composeRecord(HDR1, { ...this.#fileLabel(), label: 'HDR1' }),
      composeRecord(HDR2, { ...this.#secondLabel(), label: 'HDR2' }),
      composeRecord(UHL1, {
        label: 'UHL1',
        processingDate: this.#date(first),
        receiver: RECEIVER,
        currency: '00',
        country: '000000',
        workCode: WORK_CODE[days],
        fileNumber: profile.fileNumber,
        auditPrint: profile.auditPrint,
      }),
    );
  }

  line(payment: PaymentToSend, tell: (change: Omit<ChangedText, 'number' | 'reference'>) => void): string | PaymentFault {
    const fault = faultOfPayment(payment, { itemLimitPence: this.#itemLimitPence });
    if (fault !== undefined) return fault;
    const name = bankText(payment.name, REFERENCE_CHARACTERS);
    if (name.changes.length > 0) tell({ field: 'name', from: payment.name, to: name.text, changes: name.changes });
    const reference = payment.rollNumber?.toUpperCase() ?? payment.reference;
    if (payment.rollNumber !== undefined)
      tell({ field: 'reference', from: payment.reference, to: reference, changes: ['roll-number-in-place'] });
    return this.#record({
      sortCode: payment.sortCode,
      accountNumber: payment.accountNumber,
      transactionCode: CREDIT,
      amountPence: payment.amountPence,
      userName: this.#userName,
      reference,
      name: name.text,
      processingDate: payment.processingDate,
    });
  }

  foot(): string {
    const { account, approved, profile } = this.#submission;
    const total = approved.reduce((sum, { amountPence }) => sum + amountPence, 0n).toString();
    const payments = approved.reduce((sum, each) => sum + each.payments, 0);
    const contras = approved.map(({ processingDate, amountPence }) =>
      this.#record({
        sortCode: account.sortCode,
        accountNumber: account.accountNumber,
        transactionCode: profile.contraCode,
        amountPence,
        userName: profile.contraNarrative,
        reference: CONTRA,
        name: bankText(account.name, REFERENCE_CHARACTERS).text,
        processingDate,
      }),
    );
    return (
      contras.join('') +
      this.#lines(
        composeRecord(HDR1, { ...this.#fileLabel(), label: 'EOF1' }),
        composeRecord(HDR2, { ...this.#secondLabel(), label: 'EOF2' }),
        composeRecord(UTL1, {
          label: 'UTL1',
          debitPence: total,
          creditPence: total,
          debitCount: String(contras.length),
          creditCount: String(payments),
        }),
      )
    );
  }

  #record(payment: {
    sortCode: string;
    accountNumber: string;
    transactionCode: string;
    amountPence: bigint;
    userName: string;
    reference: string;
    name: string;
    processingDate: PlainDate;
  }): string {
    const { account, profile, days } = this.#submission;
    const values = {
      sortCode: payment.sortCode,
      accountNumber: payment.accountNumber,
      accountType: '0',
      transactionCode: payment.transactionCode,
      ownSortCode: account.sortCode,
      ownAccountNumber: account.accountNumber,
      freeFormat: profile.freeFormat,
      amountPence: payment.amountPence.toString(),
      userName: payment.userName,
      reference: payment.reference,
      name: payment.name,
      processingDate: this.#date(payment.processingDate),
    };
    return (days === 'multi-day' ? composeRecord(PAYMENT_WITH_DATE, values) : composeRecord(PAYMENT, values)) + this.#lineEnd;
  }

  #fileLabel() {
    const { serial, serviceUserNumber, submittedOn, profile } = this.#submission;
    return {
      fileIdentifier: `A${serviceUserNumber}S  1${serviceUserNumber}`,
      setIdentification: serial,
      section: '0001',
      sequence: '0001',
      generation: profile.generation,
      version: profile.version,
      createdOn: this.#date(submittedOn),
      expiresOn: this.#date(addDays(submittedOn, profile.expiresAfterDays)),
      access: profile.access,
      blocks: '000000',
      systemCode: profile.systemCode,
    };
  }

  #secondLabel() {
    const { profile, days } = this.#submission;
    return {
      format: 'F',
      blockLength: profile.blockLength[days],
      recordLength: String(RECORD_LENGTH[days]).padStart(5, '0'),
      offset: '00',
    };
  }

  /** The same few days stand in every record, and counting a day of the year takes longer than writing the record. */
  #date(date: PlainDate): string {
    const known = this.#dates.get(date) ?? bacsDate(date);
    this.#dates.set(date, known);
    return known;
  }

  #lines(...records: readonly string[]): string {
    return records.map((record) => record + this.#lineEnd).join('');
  }
}
