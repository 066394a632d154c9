import type { Import, ImportFault, ImportPreview } from '../../ledger/index.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import { table } from '../terminal.ts';

const MOST_ACCOUNTS = 40;
const MOST_FAULTS = 100;

export function previewAsText(preview: ImportPreview): string {
  const { fileName, state, entries, postings, lines, totals, accounts, missingAccounts, faults } = preview;
  if (state === 'posted') return `${fileName} is imported already, as ${preview.importId}; importing it again adds nothing.`;
  if (state === 'partly-undone') return `An undo of ${fileName} has begun and not ended. Repeat it: import undo ${preview.importId}`;
  const sums = totals.map(({ side, amount }) => `${side} side £${showPounds(amount)}`).join(', ');
  const head = [`${fileName}: ${counted(lines, 'line')}, ${sizeOf(entries, postings)} can go in${sums === '' ? '' : ` (${sums})`}.`];
  if (faults.length > 0) {
    const missing = missingAccounts
      .slice(0, MOST_ACCOUNTS)
      .map(({ account, lines: count }) => `  ${account} (${counted(count, 'posting')})`);
    return [
      ...head,
      ...(missing.length > 0 ? ['', 'Accounts that do not exist:', ...missing] : []),
      '',
      `${counted(faults.length, 'finding')} to put right before any of it is imported:`,
      ...faultsAsText(faults),
    ].join('\n');
  }
  const rows = accounts
    .slice(0, MOST_ACCOUNTS)
    .map((each) => [each.account, { right: String(each.postings) }, { right: showPounds(each.before) }, { right: showPounds(each.after) }]);
  return [
    ...head,
    '',
    table(['account', { right: 'postings' }, { right: 'stands at' }, { right: 'would stand at' }], rows),
    ...(accounts.length > MOST_ACCOUNTS ? [`and ${accounts.length - MOST_ACCOUNTS} more; --json shows all`] : []),
    'Amounts are in pounds, debit balances positive.',
    '',
    'Nothing is posted yet. Repeat the command with --commit to post all of it.',
  ].join('\n');
}

/** Amounts as pounds, for programs that must not take pence for them. */
export function previewAsJson({ totals, accounts, ...rest }: ImportPreview): object {
  return {
    ...rest,
    totals: totals.map(({ side, amount }) => ({ side, amount: formatPounds(amount) })),
    accounts: accounts.map(({ before, after, ...each }) => ({ ...each, before: formatPounds(before), after: formatPounds(after) })),
  };
}

export function faultsAsText(faults: readonly ImportFault[]): string[] {
  const shown = faults.slice(0, MOST_FAULTS).map(({ line, reason, advice }) => `  line ${line}: ${reason} ${advice}`);
  return faults.length > MOST_FAULTS ? [...shown, `  and ${faults.length - MOST_FAULTS} more; --json shows all`] : shown;
}

export function importAsText({ importId, fileName, state, entries, postings }: Import): string {
  const size = sizeOf(entries, postings);
  if (state === 'undone') return `${fileName} is taken back: ${size} reversed.`;
  return `${fileName} is imported as ${importId}: ${size}.\nTo take it back: import undo ${importId}`;
}

function sizeOf(entries: number, postings: number): string {
  return `${counted(entries, 'entry', 'entries')} with ${counted(postings, 'posting')}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
