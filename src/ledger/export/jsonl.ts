import { formatPounds } from '../../platform/money/pounds.ts';
import type { BookFormat } from './book-format.ts';

/** One JSON document for each entry, a line each: nothing is left out and nothing needs to be held in memory. */
export const jsonlFormat: BookFormat = {
  head: () => '',
  entry: ({ postings, blockSeq, holdAmount, recordedAt, ...entry }) =>
    `${JSON.stringify({
      ...entry,
      recordedAt: recordedAt.toISOString(),
      block: blockSeq.toString(),
      ...(holdAmount !== undefined && { holdAmount: formatPounds(holdAmount) }),
      postings: postings.map(({ posting, account, currency, amount, version, balanceAfter, dimension }) => ({
        posting,
        account,
        side: amount > 0n ? 'debit' : 'credit',
        amount: { amount: formatPounds(amount < 0n ? -amount : amount), currency },
        accountVersion: version.toString(),
        balanceAfter: formatPounds(balanceAfter),
        dimension,
      })),
    })}\n`,
  foot: () => '',
};
