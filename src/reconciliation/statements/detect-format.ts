import type { StatementFormat } from './bank-statement.ts';
import { findMapping, looksLikeATable } from './csv/choose-mapping.ts';
import { isSantanderText } from './csv/read-santander-text.ts';
import type { ReadingChoices } from './reading-choices.ts';
import { UnreadableStatement } from './unreadable-statement.ts';

/** The first that fits, the surer ones first. A table is looked for last, for almost any text can be taken for one. */
const SIGNS: readonly (readonly [format: StatementFormat, fits: (head: string) => boolean])[] = [
  ['ofx', (head) => /^\s*OFXHEADER:/i.test(head) || /^\s*(?:<\?[^>]*>\s*)*<OFX>/i.test(head)],
  ['camt.053', (head) => /^\s*</.test(head)],
  ['bankline', (head) => /^\s*VOL1/.test(head)],
  ['qif', (head) => /^\s*!(?:Type|Account|Option|Clear)\b/i.test(head)],
  ['bai2', (head) => /^\s*0[0-9],[^\r\n]*,[^\r\n]*(?:\/|[\r\n]+\s*02,)/.test(head)],
  ['mt940', (head) => /^(?::[0-9]{2}[A-Z]?:|\{1:)/m.test(head)],
  ['csv', isSantanderText],
  ['csv', looksLikeATable],
];

/** Says from a file's first characters which reader takes it. XML is told apart further by its namespace, when it is read. */
export function detectFormat(head: string, choices: ReadingChoices): StatementFormat {
  const text = head.replace(/^\uFEFF/, '');
  if (choices.mapping !== undefined || choices.profile !== undefined || findMapping(text, choices) !== undefined) return 'csv';
  const format = SIGNS.find(([, fits]) => fits(text))?.[0];
  if (format !== undefined) return format;
  throw new UnreadableStatement(
    'format-not-known',
    1,
    'This is not a bank statement we can read. Export it from the bank again as camt.053, MT940, OFX, QIF, BAI2 or CSV.',
  );
}

/** How files that hold other files, or are for people to look at, begin. */
const WRAPPERS: readonly (readonly [bytes: readonly number[], reason: string])[] = [
  ...[
    [0x50, 0x4b],
    [0x1f, 0x8b],
    [0x42, 0x5a, 0x68],
    [0xfd, 0x37, 0x7a, 0x58],
    [0x37, 0x7a, 0xbc, 0xaf],
    [0x52, 0x61, 0x72, 0x21],
    [0x28, 0xb5, 0x2f, 0xfd],
  ].map(
    (bytes) =>
      [
        bytes,
        'The file is compressed, or an Excel workbook. Unpack it, or save it as CSV, and send the bank statement inside it.',
      ] as const,
  ),
  [[0xd0, 0xcf, 0x11, 0xe0], 'The file is an old Excel workbook. Save it as CSV and send that.'],
  [
    [0x25, 0x50, 0x44, 0x46],
    'The file is a PDF, which is for reading and not for importing. Export the bank statement as camt.053, MT940 or CSV.',
  ],
];

/** Archives are named for what they are, and never unpacked: what a few bytes can grow into is not ours to find out. */
export function refuseWrapped(head: Uint8Array): void {
  const found = WRAPPERS.find(([bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (found !== undefined) throw new UnreadableStatement('file-compressed', 1, found[1]);
}
