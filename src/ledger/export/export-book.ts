import type { Database } from '../../platform/database/database.ts';
import type { Account } from '../accounts.ts';
import { beancountFormat } from './beancount.ts';
import type { BookFormat } from './book-format.ts';
import { csvFormat } from './csv.ts';
import { hledgerFormat } from './hledger.ts';
import { jsonlFormat } from './jsonl.ts';
import { type BookSelection, readBook } from './read-book.ts';

export const exportFormats = ['hledger', 'beancount', 'csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * Writes a whole book, or one account with the entries that touch it, for programs that are not ours: an auditor checks our books with
 * tools we had no hand in. One snapshot, a page at a time; `write` is awaited, so a slow reader slows the export and not the memory.
 */
export async function exportBook(
  database: Database,
  selection: BookSelection & { readonly format: ExportFormat },
  write: (text: string) => Promise<void>,
): Promise<void> {
  await readBook(database, selection, async ({ accounts, entries }) => {
    const format = formatOf(selection.format, accounts);
    let lastDate: string | undefined;
    await write(format.head(accounts, selection.account));
    for await (const page of entries()) {
      for (const { effectiveDate } of page) if (lastDate === undefined || effectiveDate > lastDate) lastDate = effectiveDate;
      await write(page.map((entry) => format.entry(entry)).join(''));
    }
    // Of a part of the book only the chosen account is whole, so only its balance can be asserted.
    const whole = accounts.filter(({ code }) => selection.account === undefined || code === selection.account);
    await write(format.foot(whole, lastDate));
  });
}

function formatOf(name: ExportFormat, accounts: readonly Account[]): BookFormat {
  switch (name) {
    case 'hledger':
      return hledgerFormat(new Map(accounts.map(({ code, side }) => [code, side])));
    case 'beancount':
      return beancountFormat(accounts);
    case 'csv':
      return csvFormat;
    case 'jsonl':
      return jsonlFormat;
  }
}
