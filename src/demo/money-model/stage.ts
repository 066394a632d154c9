import { v5 as uuidV5 } from 'uuid';
import type { AccountDraft } from '../../budgets/index.ts';
import type { Actor, Ledger } from '../../ledger/index.ts';
import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';
import { addMonths, firstDayOfMonth, lastDayOfMonth, monthOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { requireAccepted } from '../require-accepted.ts';
import { balancesAsText, entryAsText } from './write-book.ts';

/** An example of one event of money: it posts what happens and shows the entries, and where everything stands afterwards. */
export interface MoneyExample {
  readonly name: string;
  readonly accounts: readonly AccountDraft[];
  play(stage: Stage): Promise<void>;
}

export interface Stage {
  say(text: string): void;
  /** Posts without showing it: what happened before the example begins. */
  before(words: string, drafts: readonly EntryDraft[]): Promise<void>;
  /** Posts an entry and shows it; the answer is its id. */
  post(draft: EntryDraft): Promise<string>;
  /** Asks for an entry that the book must refuse, and shows with which code. */
  refused(draft: EntryDraft): Promise<void>;
  reverse(entryId: string, effectiveDate: PlainDate, description: string): Promise<void>;
  /** Shows where every account stands in its normal direction. */
  balances(): Promise<void>;
}

const FIRST_DAY: PlainDate = '2026-04-01';
/** Two financial years, for what goes on into the next. */
const MONTHS = 24;
const NAMESPACE = '1f0b6c0e-53a2-4d7c-9a62-6f3c1f7b8e94';

/** A book of the example's own, with its accounts and two years of open months. Nothing that is shown depends on the day it is run. */
export async function openStage(
  ledger: Ledger,
  actor: Actor,
  accounts: readonly AccountDraft[],
  print: (line: string) => void,
): Promise<Stage> {
  const months = Array.from({ length: MONTHS }, (_, n) => monthOf(addMonths(FIRST_DAY, n)));
  const periods = months.map((month) => ({ periodId: month, firstDay: firstDayOfMonth(month), lastDay: lastDayOfMonth(month) }));
  requireAccepted('periods', await ledger.openPeriods(actor, periods));
  requireAccepted(
    'accounts',
    await ledger.openAccounts(
      actor,
      accounts.map((account) => ({ ...account, opensOn: FIRST_DAY })),
    ),
  );
  const sideOf = new Map(accounts.map(({ code, side }) => [code, side]));
  let posted = 0;

  const command = (entry: EntryDraft) => {
    posted += 1;
    return { kind: 'entry', id: uuidV5(`${actor.authorityId} ${posted}`, NAMESPACE), principal: actor.principal, entry } as const;
  };
  const postOne = async (entry: EntryDraft): Promise<string> => {
    const [result] = await ledger.post(actor.authorityId, [command(entry)]);
    if (result === undefined) throw new Error('the book gave no outcome');
    return requireAccepted('entry', result).entryId;
  };

  return {
    say: print,
    before: async (words, drafts) => {
      for (const draft of drafts) await postOne(draft);
      print(`Before: ${words}`);
    },
    post: async (draft) => {
      const entryId = await postOne(draft);
      print(`\n${entryAsText(draft, sideOf)}`);
      return entryId;
    },
    refused: async (draft) => {
      const [result] = await ledger.post(actor.authorityId, [command(draft)]);
      if (result?.ok !== false) throw new Error('the book was to refuse it');
      print(`\n${entryAsText(draft, sideOf)}\n  refused: ${result.refusal.code}`);
    },
    reverse: async (reverses, effectiveDate, description) => {
      posted += 1;
      const id = uuidV5(`${actor.authorityId} ${posted}`, NAMESPACE);
      const [result] = await ledger.post(actor.authorityId, [
        { kind: 'reversal', id, principal: actor.principal, reverses, effectiveDate, description },
      ]);
      if (result === undefined) throw new Error('the book gave no outcome');
      requireAccepted('reversal', result);
      const [stored] = await ledger.entries(actor.authorityId, [id]);
      print(`\n${entryAsText({ effectiveDate, description, postings: [...(stored?.postings ?? [])] }, sideOf)}`);
    },
    balances: async () => {
      const found = await ledger.balances(
        actor.authorityId,
        accounts.map(({ code }) => code),
      );
      print(`\n${balancesAsText(found, sideOf)}`);
    },
  };
}
