import { formatPounds } from '../../platform/money/pounds.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import type { Account } from '../accounts.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Dimension, EntryDraft, Side } from '../rules/entry-draft.ts';
import type { BookFacts } from './book-facts.ts';
import { fault, type ImportEntry, type ImportFault } from './import-entry.ts';
import { periodFault } from './period-fault.ts';

export interface JudgedEntry {
  readonly line: number;
  readonly draft: EntryDraft;
  readonly accounts: readonly Account[];
  /** What it says, wherever it stands: two entries with one digest are one entry imported twice. */
  readonly digest: Buffer;
  readonly originalId?: string;
}

export interface EarlierImport {
  readonly fileName: string;
  readonly line: number;
}

const MOST_POSTINGS_OF_ENTRY = 10_000;

/** Judges each entry by itself and against its neighbours; limits and assertions, which look at balances, are judged after these. */
export function judgeEntries(
  entries: readonly ImportEntry[],
  facts: BookFacts,
  override: string | undefined,
): { judged: JudgedEntry[]; faults: ImportFault[] } {
  const judged: JudgedEntry[] = [];
  const faults: ImportFault[] = [];
  const firstLineOf = new Map<string, number>();
  for (const entry of entries) {
    const wrong = faultsOf(entry, facts, override);
    faults.push(...wrong);
    if (wrong.length > 0 || entry.postings.length === 0) continue;
    const each = judgedOf(entry, facts, override);
    const key = each.digest.toString('hex');
    const earlier = firstLineOf.get(key);
    firstLineOf.set(key, earlier ?? entry.line);
    if (earlier === undefined) judged.push(each);
    else faults.push(repeated(entry.line, `line ${earlier}`));
  }
  return { judged, faults };
}

export function importedBefore(judged: readonly JudgedEntry[], earlier: ReadonlyMap<string, EarlierImport>): ImportFault[] {
  return judged.flatMap(({ line, digest }) => {
    const found = earlier.get(digest.toString('hex'));
    return found === undefined ? [] : [repeated(line, `line ${found.line} of ${found.fileName}, which is imported`)];
  });
}

function repeated(line: number, where: string): ImportFault {
  return fault(
    line,
    'duplicate-entry',
    `The same entry stands on ${where}.`,
    'Take one of them out; if both are meant, give each a reference of its own.',
  );
}

function faultsOf(entry: ImportEntry, facts: BookFacts, override: string | undefined): ImportFault[] {
  const { line, effectiveDate, postings, assertions, originalId } = entry;
  // An assertion only looks: it may be about an account that is closed by then.
  const unknown = assertions.filter(({ account }) => facts.account(account) === undefined);
  const named = [...postings, ...unknown.filter((assertion) => postings.every((posting) => posting.line !== assertion.line))];
  const faults: ImportFault[] = named.flatMap(({ line: at, account }) => accountFaults(at, account, entry, facts));
  if (postings.length === 0) return faults;
  const period = periodFault(line, effectiveDate, facts.periods, override);
  if (period !== undefined) faults.push(period);
  if (originalId !== undefined && facts.originalIdsHere.has(originalId)) {
    faults.push(
      fault(
        line,
        'duplicate-entry',
        `The entry ${originalId} is in this book already.`,
        'Import it into another book, or take it out of the file.',
      ),
    );
  }
  if (postings.length === 1)
    faults.push(fault(line, 'entry-incomplete', 'The entry has one posting only.', 'Say where the money comes from and where it goes.'));
  else if (postings.length > MOST_POSTINGS_OF_ENTRY)
    faults.push(fault(line, 'entry-too-large', 'The entry has more than 10,000 postings.', 'Divide it into several entries.'));
  else if (faults.length === 0) faults.push(...unbalanced(entry, facts));
  return faults;
}

function accountFaults(line: number, name: string, { effectiveDate }: ImportEntry, facts: BookFacts): ImportFault[] {
  const account = facts.account(name);
  if (account === undefined) {
    const meant = facts.nearest(name);
    const advice =
      meant === undefined ? 'Open it first, or write the code of one that exists.' : `Did you mean ${meant}? Otherwise open it first.`;
    return [fault(line, 'account-unknown', `There is no account ${name}.`, advice)];
  }
  if (account.currency !== 'GBP')
    return [fault(line, 'currency-foreign', `${account.code} is kept in ${account.currency}.`, 'Import only accounts in pounds.')];
  if (effectiveDate < account.opensOn) {
    const advice = 'Use a later date, or an account that was open then.';
    return [fault(line, 'account-not-open', `${account.code} opens on ${account.opensOn}.`, advice)];
  }
  if (account.closesOn !== undefined && effectiveDate > account.closesOn)
    return [fault(line, 'account-closed', `${account.code} closed on ${account.closesOn}.`, 'Use an account that is open on that date.')];
  return [];
}

function unbalanced({ line, postings }: ImportEntry, facts: BookFacts): ImportFault[] {
  const sums = new Map<Side, bigint>();
  for (const { account, amount } of postings) {
    const side = facts.account(account)?.side ?? 'actual';
    sums.set(side, (sums.get(side) ?? 0n) + amount);
  }
  return [...sums].flatMap(([side, sum]) => {
    if (sum === 0n) return [];
    const [more, less] = sum > 0n ? ['debits', 'credits'] : ['credits', 'debits'];
    const reason = `On the ${side} side the ${more} are £${showPounds(sum > 0n ? sum : -sum)} more than the ${less}.`;
    return [fault(line, 'entry-unbalanced', reason, 'Make them equal; the budget side and the actual side balance each by itself.')];
  });
}

function judgedOf(
  { line, effectiveDate, description, reference, originalId, postings }: ImportEntry,
  facts: BookFacts,
  override: string | undefined,
): JudgedEntry {
  const accounts = postings.map(({ account }) => facts.account(account) as Account);
  const legs = postings.map(({ amount, dimension }, n): { account: string; amount: bigint; dimension?: Dimension } => ({
    account: (accounts[n] as Account).code,
    amount,
    ...(dimension !== undefined && { dimension }),
  }));
  const content = { effectiveDate, description, ...(reference !== undefined && { reference }), postings: legs };
  const said = [
    effectiveDate,
    description,
    reference,
    originalId,
    legs.map((leg) => [leg.account, formatPounds(leg.amount), leg.dimension]),
  ];
  return {
    line,
    draft: { ...content, ...(override !== undefined && { override }) },
    accounts,
    digest: fingerprintOf(said),
    ...(originalId !== undefined && { originalId }),
  };
}
