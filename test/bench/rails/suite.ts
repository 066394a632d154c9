import { BACS_PROFILES } from '../../../src/payments/rails/bacs/bacs-profiles.ts';
import { bacsReportEvents } from '../../../src/payments/rails/bacs/reports/read-bacs-report.ts';
import { writeBacsFile } from '../../../src/payments/rails/bacs/write-bacs-file.ts';
import type { PaymentToSend } from '../../../src/payments/rails/bank-files/payment-to-send.ts';
import type { BankFile } from '../../../src/payments/rails/bank-files/write-bank-file.ts';
import { PAIN001_PROFILES } from '../../../src/payments/rails/pain001/pain001-profiles.ts';
import { writePain001File } from '../../../src/payments/rails/pain001/write-pain001-file.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { type Figure, figure, type SuiteOptions } from '../figures.ts';

const ROUNDS = 3;
const MEGABYTE = 1024 * 1024;
const SUBMITTED_ON: PlainDate = '2027-03-25';
const PROCESSED_ON: PlainDate = '2027-03-30';
const ACCOUNT = { sortCode: '200000', accountNumber: '55779911', name: 'NORTHMOOR COUNCIL' };
const AMOUNT_PENCE = 76_923n;

/**
 * Files to the bank and what comes back, of one core: processor time, for the machine may have other work. How memory grows from a thousand
 * payments to a million is measured first, while nothing that the rounds leave behind is counted as theirs.
 */
export async function railsSuite({ quick, note }: SuiteOptions): Promise<Figure[]> {
  const payments = quick ? 10_000 : 100_000;
  const returns = quick ? 1_000 : 10_000;
  const figures: Figure[] = [];
  for (const [name, write] of Object.entries(WRITERS)) {
    const [few, many] = quick ? [1_000, 100_000] : [1_000, 1_000_000];
    const small = await written(write(few));
    const large = await written(write(many));
    note(`rails: ${name} of ${many} payments, peak ${Math.round(large.peakMegabytes)} MB`);
    const growth = large.peakMegabytes / small.peakMegabytes;
    figures.push(figure(`${name}, memory of ${many} payments beside ${few}`, [growth], 'times', { atMost: 1.5 }));
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) seconds.push((await written(write(payments))).seconds);
    figures.push(figure(`${name} of ${payments} payments`, seconds, 'seconds of a core', { atMost: 3 }));
  }
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) seconds.push(await readReturns(returns));
  figures.push(figure(`ARUCS of ${returns} returns read`, seconds, 'seconds of a core', { atMost: 2 }));
  return figures;
}

const WRITERS: Readonly<Record<string, (count: number) => BankFile>> = {
  'Bacs file': (count) =>
    begun(
      writeBacsFile(
        {
          serial: 'A00042',
          serviceUserNumber: '654321',
          serviceUserName: 'NORTHMOOR COUNCIL',
          account: ACCOUNT,
          submittedOn: SUBMITTED_ON,
          approved: approved(count),
          days: 'single-day',
          profile: first(BACS_PROFILES),
        },
        payments(count),
      ),
    ),
  'pain.001': (count) =>
    begun(
      writePain001File(
        {
          version: '09',
          messageId: 'NORTHMOOR-1',
          createdAt: `${SUBMITTED_ON}T09:30:00Z`,
          initiatingParty: { name: 'NORTHMOOR COUNCIL' },
          account: ACCOUNT,
          scheme: 'bacs',
          approved: approved(count),
          profile: first(PAIN001_PROFILES),
        },
        payments(count),
      ),
    ),
};

function approved(count: number) {
  return [{ processingDate: PROCESSED_ON, payments: count, amountPence: AMOUNT_PENCE * BigInt(count) }];
}

/** A name in five is one that the bank cannot carry as it is. */
function* payments(count: number): Generator<PaymentToSend> {
  for (let number = 0; number < count; number += 1) {
    yield {
      reference: `TF0001${String(number).padStart(10, '0')}XX`,
      name: number % 5 === 0 ? `Zoë Łukasiewicz ${number}` : `AMINA OSMAN ${number}`,
      sortCode: '404784',
      accountNumber: String(number).padStart(8, '0'),
      amountPence: AMOUNT_PENCE,
      processingDate: PROCESSED_ON,
    };
  }
}

async function written(file: BankFile): Promise<{ seconds: number; peakMegabytes: number }> {
  const begunAt = process.cpuUsage();
  let peak = 0;
  for await (const _chunk of file.chunks) peak = Math.max(peak, process.memoryUsage.rss());
  const seconds = secondsSince(begunAt);
  const outcome = file.outcome();
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return { seconds, peakMegabytes: peak / MEGABYTE };
}

async function readReturns(count: number): Promise<number> {
  const begunAt = process.cpuUsage();
  let found = 0;
  for await (const events of bacsReportEvents(arucs(count), {})) found += events.filter(({ kind }) => kind === 'credit-returned').length;
  if (found !== count) throw new Error(`${found} returns were read of ${count}.`);
  return secondsSince(begunAt);
}

function secondsSince(begunAt: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begunAt);
  return (user + system) / 1_000_000;
}

/** In pieces of a thousand returns. */
async function* arucs(count: number): AsyncGenerator<Uint8Array> {
  let text =
    '<?xml version="1.0"?><BACSDocument><Data><ARUCS><Header currentProcessingDate="2027-04-02"/><ServiceLicenseInformation userNumber="654321"/>';
  for (let number = 0; number < count; number += 1) {
    text += `<ReturnedCreditItem ref="TF0001${String(number).padStart(10, '0')}XX" returnCode="0" valueOf="769.23" currency="GBP"><ReceiverAccount sortCode="404784" number="70872490"/></ReturnedCreditItem>\n`;
    if (number % 1_000 > 0) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</ARUCS></Data></BACSDocument>`);
}

function begun(file: ReturnType<typeof writeBacsFile>): BankFile {
  if (!file.ok) throw new Error(file.refusal.reason);
  return file.value;
}

function first<Each>(all: readonly Each[]): Each {
  const [one] = all;
  if (one === undefined) throw new Error('There is none.');
  return one;
}
