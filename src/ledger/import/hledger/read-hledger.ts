import { fault, type ImportEntry, type ImportFault, type ImportReading } from '../import-entry.ts';
import { entryOf, type OpenEntry, startEntry } from './journal-entry.ts';
import { readPosting } from './read-posting.ts';
import { readTags } from './read-tags.ts';

/** Directives that say nothing about what is posted. `account` lines of an export declare types that the book knows already. */
const HARMLESS = new Set(['account', 'payee', 'tag', 'comment', 'end', 'decimal-mark']);
const RENAMES = ['Accounts are renamed by a rule.', 'Write the codes that the book has.'] as const;
const PRICE = ['A market price is given; the book is kept in pounds only.', 'Take the line out.'] as const;
const YEAR = ['A default year is set.', 'Write every date in full, like 2026-04-01, and take this line out.'] as const;
const REFUSED: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  include: ['Another file is included.', 'Import it by itself, so that each entry is known by its file and line.'],
  alias: RENAMES,
  apply: RENAMES,
  Y: YEAR,
  year: YEAR,
  P: PRICE,
  '~': ['A recurring entry is a rule and no entry.', 'Write the entries out.'],
  '=': ['An automatic posting is a rule and no entry.', 'Write the postings out.'],
};

/** Reads the part of hledger's journal that opening balances and our own exports need; anything else is refused by its line. */
export function readHledger(lines: Iterable<string>): ImportReading {
  const entries: ImportEntry[] = [];
  const faults: ImportFault[] = [];
  let open: OpenEntry | undefined;
  let inComment = false;
  let skipping = false;
  let number = 0;

  const close = () => {
    if (open === undefined) return;
    const entry = entryOf(open);
    faults.push(...open.faults, ...(entry.ok ? [] : [entry.refusal]));
    if (entry.ok && open.faults.length === 0) entries.push(entry.value);
    open = undefined;
  };

  for (const line of lines) {
    number += 1;
    const text = line.trimEnd();
    if (inComment) {
      inComment = text !== 'end comment';
    } else if (text.trim() === '') {
      close();
      skipping = false;
    } else if (/^[;#*]/.test(text)) {
      close();
    } else if (/^\s/.test(text)) {
      if (open !== undefined) takeIndented(open, text.trim(), number);
      else if (!skipping) faults.push(notUnderstood(number, 'It is indented and belongs to no entry.'));
    } else {
      close();
      skipping = false;
      if (/^\d/.test(text)) {
        const started = startEntry(text, number);
        if (started.ok) open = started.value;
        else {
          faults.push(started.refusal);
          skipping = true;
        }
      } else {
        const refusal = judgeDirective(text, number);
        if (refusal !== undefined) faults.push(refusal);
        inComment = text === 'comment';
        skipping = true;
      }
    }
  }
  close();
  return { lines: number, entries, faults };
}

function takeIndented(open: OpenEntry, text: string, line: number): void {
  if (text.startsWith(';')) {
    const last = open.postings.at(-1);
    if (last === undefined) Object.assign(open.tags, readTags(text.slice(1)));
    else Object.assign(last.tags, readTags(text.slice(1)));
    return;
  }
  const posting = readPosting(text, line);
  if (posting.ok) open.postings.push(posting.value);
  else open.faults.push(posting.refusal);
}

function judgeDirective(text: string, line: number): ImportFault | undefined {
  const [word = ''] = text.split(/\s+/, 1);
  if (word === 'commodity' || word === 'D') {
    const commodity = text
      .slice(word.length)
      .replace(/;.*$/, '')
      .replace(/["\d.,\s]/g, '');
    if (commodity === 'GBP' || commodity === '£') return undefined;
    return fault(line, 'currency-foreign', `A commodity ${commodity} is declared; the book is kept in pounds.`, 'Import only £ or GBP.');
  }
  if (HARMLESS.has(word)) return undefined;
  const refusal = REFUSED[word] ?? REFUSED[text.charAt(0)];
  if (refusal !== undefined) return fault(line, 'not-supported', ...refusal);
  return notUnderstood(line, `“${text.slice(0, 40)}” is no line of a journal that we know.`);
}

function notUnderstood(line: number, reason: string): ImportFault {
  return fault(line, 'line-not-understood', reason, 'Begin an entry with its date, and indent its postings by four spaces.');
}
