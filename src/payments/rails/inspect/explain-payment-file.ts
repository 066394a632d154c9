import type { BankCsvProfile } from '../bank-csv/bank-csv-profile.ts';
import { peek } from '../bank-files/peek.ts';
import type { FileContent } from '../bank-files/read-content.ts';
import { refusalOf, UnreadablePaymentFile } from '../bank-files/unreadable-payment-file.ts';
import { chooseCsvProfile } from './choose-csv-profile.ts';
import { explainBacs } from './explain-bacs.ts';
import { explainBankCsv } from './explain-bank-csv.ts';
import { explainPain001, explainPain002 } from './explain-iso20022.ts';
import { explainReport } from './explain-report.ts';
import type { Explanation } from './explanation.ts';

export interface InspectionChoices {
  readonly fileName: string;
  /** Insists on a bank's table; else it is told from the first row. */
  readonly profile?: BankCsvProfile;
}

/**
 * Says what a payment file is and what it says, line by line, and whether it is sound; the last word is `end` or `refused`. Recognises what
 * we send (Bacs, pain.001, bank tables) and what comes back (Bacs reports, pain.002).
 */
export async function* explainPaymentFile(content: FileContent, { fileName, profile }: InspectionChoices): AsyncGenerator<Explanation> {
  try {
    const { head, empty, content: whole } = await peek(content);
    if (empty) throw new UnreadablePaymentFile('file-empty', 1, 'The file is empty. Fetch it from the bank again.');
    yield* explainerOf(head, profile)(whole);
  } catch (error) {
    yield { kind: 'refused', refusal: refusalOf(error, fileName) };
  }
}

type Explainer = (content: FileContent) => AsyncGenerator<Explanation>;

function explainerOf(head: string, profile: BankCsvProfile | undefined): Explainer {
  if (profile !== undefined) return (content) => explainBankCsv(content, profile);
  if (head.startsWith('VOL1')) return explainBacs;
  if (/^\s*</.test(head)) return xmlExplainer(head);
  const table = chooseCsvProfile(head);
  if (table === 'report') return explainReport;
  if (table !== undefined) return (content) => explainBankCsv(content, table);
  throw notKnown();
}

/** By the name of the message in the first lines; each reader then judges the namespace itself. */
function xmlExplainer(head: string): Explainer {
  if (/<BACSDocument[\s>]/.test(head)) return explainReport;
  if (head.includes('pain.002.')) return explainPain002;
  if (head.includes('pain.001.')) return explainPain001;
  throw notKnown();
}

function notKnown(): UnreadablePaymentFile {
  const reason =
    'This is none of the files we know: Bacs Standard 18, pain.001, pain.002, a report of Bacs (ARUCS, AWACS, input), or a bank’s table of payments. ' +
    'A bank statement is read by parse-statement.';
  return new UnreadablePaymentFile('format-not-known', 1, reason);
}
