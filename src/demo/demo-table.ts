import { basename } from 'node:path';
import { fileNameOf, type PaymentInstruction } from '../payments/index.ts';
import { showDate, showDateWithWeekday } from '../platform/calendar/show-date.ts';
import { showPounds } from '../platform/money/show-pounds.ts';
import type { LineFigures, NorthmoorPosition } from './northmoor-position.ts';
import { OFFICERS } from './northmoor-run.ts';
import type { DemoReport } from './play-demo.ts';

/** What the demo prints: plain text, at most 100 columns, every figure from the books. */
export function demoTable(report: DemoReport): string {
  const { authority, today } = report;
  const sections = [
    [
      `${authority.name}: one family's year, as it stands at the end of ${showDateWithWeekday(today)}`,
      'All of it is made up: no such council, family or provider exists.',
    ],
    positionOf(report),
    paymentRuns(report),
    bank(report),
    bankFile(report),
    alerts(report),
    proof(report),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

const FIGURES = ['allocated', 'paid', 'committed', 'available', 'spent', 'left'] as const satisfies readonly (keyof LineFigures)[];

/** The lines alone, as the book has them now. */
export function northmoorTable(position: NorthmoorPosition): string {
  return positionOf({ position }).join('\n');
}

function positionOf({ position: { family, all, other } }: Pick<DemoReport, 'position'>): string[] {
  const heading = row('', FIGURES);
  return [
    'WHERE THE FAMILY STANDS, in pounds',
    heading,
    rule(heading),
    ...family.map((line) => figures(`${line.line}  ${line.title}`, line)),
    rule(heading),
    figures('All four lines', all),
    '',
    figures(`${other.line}  ${other.title}, another family`, other),
    '',
    '  Paid and committed together are promised; available is free. Spent lies inside paid.',
    '  Left = allocated - spent.',
  ];
}

function paymentRuns({ runs, today }: DemoReport): string[] {
  const payments = runs.flatMap(({ instructions }) => instructions).sort((one, other) => (one.number < other.number ? -1 : 1));
  const total = payments.reduce((sum, { amount }) => sum + amount, 0n);
  const states = [...new Set(runs.map(({ state }) => state))];
  return [
    `THE PAYMENT RUNS UP TO ${showDate(today).toUpperCase()}`,
    `  Planned by ${OFFICERS.planner.called}, approved by ${OFFICERS.approver.called}, released by a job.`,
    ...payments.map((payment) => `  ${payment.reference}  ${whatFor(payment).padEnd(24)} ${money(payment.amount)}   ${outcome(payment)}`),
    `  ${''.padEnd(18)}  ${`${payments.length} payments, ${runs.length} runs`.padEnd(24)} ${money(total)}   ${states.join(', ')}`,
    '  Direct payments (of L1 and L2) fall due by agreements; their money went to an account that two',
    '  officers had seen. What was paid before December is told, not run.',
  ];
}

function bank({ bank: { file, matched, unmatched, openingBalance, closingBalance } }: DemoReport): string[] {
  const lines = matched.length + unmatched.length;
  return [
    "THE BANK'S ANSWER",
    `  ${basename(file)}: ${lines} lines imported, ${matched.length} matched by our reference, ${unmatched.length} left over.`,
    ...unmatched.map(({ bookingDate, reason }) => `  a line of ${bookingDate}: ${reason}`),
    `  Opening balance ${showPounds(openingBalance)}, payments ${showPounds(openingBalance - closingBalance)}, closing balance ${showPounds(closingBalance)}:`,
    '  the books say the same, to the penny.',
  ];
}

function bankFile({ bacs: { file, payments, answer, answeredOn, reason } }: DemoReport): string[] {
  const returned = payments.filter(({ state }) => state === 'returned');
  return [
    "PAID BY A FILE TO THE COUNCIL'S OWN BANK",
    `  ${fileNameOf(file)}: serial ${file.bankName}, ${file.payments} payments, ${showPounds(file.amount)}, SHA-256 ${file.sha256.slice(0, 16)}...`,
    '  It is kept sealed; whoever fetches it by the API (/v1/payment-files) is written down.',
    ...returned.flatMap(({ reference, amount, parts }) => [
      `  ${basename(answer)}: ${reference} of ${showPounds(amount)} (${parts[0]?.share.line}) came back on`,
      `  ${showDate(answeredOn)}: ${reason}. It is due again; nothing more goes to that account.`,
    ]),
  ];
}

function alerts(report: DemoReport): string[] {
  const told = report.alerts.flatMap(({ title, sentence }) => [`  ! ${title}`, ...wrapped(sentence, 92).map((line) => `    ${line}`)]);
  return ['SOMEBODY HAS TO KNOW', ...(told.length > 0 ? told : ['  Nothing.'])];
}

function proof({ proof: { entries, postings, blocks } }: DemoReport): string[] {
  return [
    'THE PROOF',
    `  ${entries} entries and ${postings} postings in ${blocks} sealed blocks were added up again: every balance is right,`,
    '  both sides balance, and nothing was touched since.',
  ];
}

function figures(name: string, line: LineFigures): string {
  return row(
    name,
    FIGURES.map((figure) => showPounds(line[figure])),
  );
}

function row(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(32)}${cells.map((cell) => cell.padStart(11)).join('')}`;
}

function rule(heading: string): string {
  return `  ${'-'.repeat(heading.length - 2)}`;
}

function money(pence: bigint): string {
  return showPounds(pence).padStart(10);
}

function whatFor({ dueRef, parts, kind }: PaymentInstruction): string {
  const [first = '', word, number] = dueRef.split(':');
  if (kind === 'invoice') return `invoice ${word}`;
  return number === undefined ? `${parts[0]?.share.line} direct payment` : `${first} instalment ${number}`;
}

function outcome({ state, settledOn }: PaymentInstruction): string {
  return settledOn === undefined ? state : `seen at the bank on ${showDate(settledOn)}`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
