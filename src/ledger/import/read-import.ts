import { readCsv } from './csv/read-csv.ts';
import { readHledger } from './hledger/read-hledger.ts';
import { fault, type ImportFormat, type ImportReading } from './import-entry.ts';
import { textLines } from './text-lines.ts';

/**
 * One import is one call of the book, all or none, and a call has an end: measured, the largest one takes about three seconds of the ten
 * that a call may take.
 */
const MOST_ENTRIES = 10_000;
const MOST_POSTINGS = 100_000;

/** Reads a whole file: every entry, and every line that cannot go in. What it does to a book is judged elsewhere. */
export function readImport(format: ImportFormat, text: string): ImportReading {
  const reading = (format === 'csv' ? readCsv : readHledger)(textLines(text));
  const { entries, faults } = reading;
  if (faults.length > 0) return { ...reading, faults: faults.toSorted((a, b) => a.line - b.line) };
  if (!entries.some(({ postings, assertions }) => postings.length + assertions.length > 0)) {
    return {
      ...reading,
      faults: [fault(1, 'file-empty', 'There is no entry in the file.', 'Check that it is the right file, and its format.')],
    };
  }
  const postings = entries.reduce((sum, entry) => sum + entry.postings.length, 0);
  if (entries.length <= MOST_ENTRIES && postings <= MOST_POSTINGS) return reading;
  const size = `${entries.length.toLocaleString('en-GB')} entries with ${postings.toLocaleString('en-GB')} postings`;
  const most = `${MOST_ENTRIES.toLocaleString('en-GB')} entries and ${MOST_POSTINGS.toLocaleString('en-GB')} postings`;
  return {
    ...reading,
    faults: [
      fault(
        1,
        'file-too-large',
        `The file has ${size}.`,
        `Divide it between entries into files of at most ${most}; each goes in whole or not at all.`,
      ),
    ],
  };
}
