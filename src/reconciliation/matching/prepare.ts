import type { BankItem, OpenItem } from './items.ts';
import { type LearnedPayees, payeesKnownBy } from './learning/learned-payees.ts';
import { codesIn } from './text/codes.ts';
import { foldText, nameWords } from './text/fold-text.ts';
import { type WorkingDays, workingDayCount } from './working-day-count.ts';

/** A bank line in the form the scorers read many times over. */
export interface PreparedLine {
  readonly n: number;
  readonly source: BankItem;
  /** Working days before it. */
  readonly day: number;
  /** Currency and amount: only equals can be one payment. */
  readonly amountKey: string;
  readonly own: readonly string[];
  readonly misread: readonly string[];
  readonly codes: readonly string[];
  readonly name: readonly string[];
  readonly nameText: string;
  readonly account?: string;
  readonly knownPayees: ReadonlySet<string>;
  readonly distrustedPayees: ReadonlySet<string>;
}

export interface PreparedItem {
  readonly n: number;
  readonly source: OpenItem;
  readonly day: number;
  readonly amountKey: string;
  readonly own: readonly string[];
  readonly codes: readonly string[];
  readonly name: readonly string[];
  readonly nameText: string;
  readonly account?: string;
  /** Items of one key are owed to, or by, one payee. */
  readonly payeeKey: string;
}

export interface Prepared {
  readonly lines: readonly PreparedLine[];
  readonly items: readonly PreparedItem[];
}

/** Everything in a canonical order, by content first and by id only among twins, so that the order of files and queries has no effect. */
export function prepare(lines: readonly BankItem[], items: readonly OpenItem[], learned: LearnedPayees, isWorking: WorkingDays): Prepared {
  const dayOf = workingDayCount(
    (function* () {
      for (const { date } of lines) yield date;
      for (const { date } of items) yield date;
    })(),
    isWorking,
  );
  return {
    lines: inOrder(lines, lineContent).map((source, n) => prepareLine(source, n, dayOf(source.date), learned)),
    items: inOrder(items, itemContent).map((source, n) => prepareItem(source, n, dayOf(source.date))),
  };
}

/** Undefined for an empty one too: nothing is not the same account as nothing. A British IBAN ends with sort code and account number. */
function normalisedAccount(account = ''): string | undefined {
  const plain = account.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  return plain === '' ? undefined : plain.replace(/^GB\d{2}[A-Z]{4}(?=\d{14}$)/, '');
}

function prepareLine(source: BankItem, n: number, day: number, learned: LearnedPayees): PreparedLine {
  const printed = lineText(source);
  const folded = foldText(`${printed} ${source.endToEndId ?? ''} ${source.bankReference ?? ''}`);
  const codes = codesIn(folded);
  const name = [...new Set(nameWords(foldText(printed)))];
  const account = normalisedAccount(source.payeeAccount);
  const payees = payeesKnownBy(learned, printed, account);
  return {
    n,
    source,
    day,
    amountKey: amountKey(source),
    own: codes.own,
    misread: codes.misread,
    codes: codes.others,
    name,
    nameText: name.join(' '),
    ...(account !== undefined && { account }),
    knownPayees: payees.known,
    distrustedPayees: payees.distrusted,
  };
}

/** What a person would read as the payee and the purpose; also what is learned from. */
export function lineText({ memo, payeeName }: Pick<BankItem, 'memo' | 'payeeName'>): string {
  return payeeName === undefined || memo.includes(payeeName) ? memo : `${payeeName} ${memo}`;
}

function prepareItem(source: OpenItem, n: number, day: number): PreparedItem {
  const codes = codesIn(
    foldText(
      [source.reference, source.railId, source.batchId, ...(source.documents ?? []), source.memo]
        .filter((text) => text !== undefined)
        .join(' | '),
    ),
  );
  const name = [...new Set(nameWords(foldText(source.payeeName ?? source.memo ?? '')))];
  const account = normalisedAccount(source.payeeAccount);
  return {
    n,
    source,
    day,
    amountKey: amountKey(source),
    own: codes.own,
    codes: codes.others,
    name,
    nameText: name.join(' '),
    ...(account !== undefined && { account }),
    payeeKey: source.payeeId ?? account ?? name.join(' '),
  };
}

const amountKey = ({ currency = 'GBP', amountMinor }: { readonly currency?: string; readonly amountMinor: bigint }) =>
  `${currency}${amountMinor}`;

function inOrder<Source extends { readonly id: string }>(sources: readonly Source[], contentOf: (source: Source) => string): Source[] {
  return sources
    .map((source) => ({ source, content: contentOf(source) }))
    .sort((a, b) =>
      a.content < b.content ? -1 : a.content > b.content ? 1 : a.source.id < b.source.id ? -1 : a.source.id > b.source.id ? 1 : 0,
    )
    .map(({ source }) => source);
}

const lineContent = (line: BankItem) =>
  [line.date, line.memo, line.payeeName, line.payeeAccount, line.endToEndId, line.bankReference, line.typeCode, sortable(line)].join('\n');

const itemContent = (item: OpenItem) =>
  [
    item.date,
    item.kind,
    item.payeeName,
    item.payeeAccount,
    item.reference,
    item.railId,
    item.documents?.join(' '),
    item.batchId,
    item.memo,
    sortable(item),
  ].join('\n');

/** In order of size whatever the amounts are all multiplied with. */
function sortable({ amountMinor }: { readonly amountMinor: bigint }): string {
  return `${amountMinor < 0n ? '-' : '+'}${(amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(20, '0')}`;
}
