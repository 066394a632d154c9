import { kindNumber, type LedgerCommand } from './commands.ts';
import type { DirectoryPage } from './directory.ts';
import { fingerprintWithout } from './fingerprint.ts';
import type { Hold } from './holds.ts';
import type { PreparedCommand, PreparedLeg } from './posting-call.ts';
import type { StoredEntry } from './read-entries.ts';
import type { LedgerRefusal } from './refusals.ts';
import type { Dimension } from './rules/entry-draft.ts';
import { isStorable } from './storable-text.ts';

/** What a command stands on and cannot change any more: the entry it reverses, the hold it settles. */
export interface Foundations {
  readonly entries: ReadonlyMap<string, StoredEntry>;
  readonly holds: ReadonlyMap<string, Hold>;
}

interface LegDraft {
  readonly account: string;
  readonly amount: bigint;
  readonly dimension?: Dimension | undefined;
}

const DEFAULT_CURRENCY = 'GBP';
/** Not what is asked, but by whom and under which name. */
const NOT_CONTENT = new Set(['id', 'principal', 'topic']);

/** Turns a command into what the posting call takes, or says why it cannot be asked. Rules of money are judged by the call itself. */
export function prepareCommand(page: DirectoryPage, command: LedgerCommand, foundations: Foundations): PreparedCommand | LedgerRefusal {
  if (!isStorable(command)) return { code: 'text-malformed' };
  const base = {
    // As PostgreSQL writes it, so that one id is one id however it was sent.
    id: command.id.toLowerCase(),
    kind: kindNumber(command.kind),
    fingerprint: command.fingerprint ?? fingerprintWithout(command, NOT_CONTENT),
    principal: command.principal,
    topic: command.topic,
  };

  switch (command.kind) {
    case 'entry': {
      const { entry, conditions, metadata } = command;
      // Written out: copying members from another object into one of this size is the slowest thing that could be done to each entry.
      return {
        id: base.id,
        kind: base.kind,
        fingerprint: base.fingerprint,
        principal: base.principal,
        topic: base.topic,
        effectiveDate: entry.effectiveDate,
        currency: command.currency ?? DEFAULT_CURRENCY,
        legs: legsOf(page, entry.postings),
        reference: entry.reference,
        description: entry.description,
        override: entry.override,
        conditions: conditions?.map((condition) => ({
          accountId: page.account(condition.account)?.accountId ?? 0,
          version: condition.expectedVersion,
          balance: condition.expectedBalance,
        })),
        metadata: metadata && JSON.stringify(metadata),
      };
    }
    case 'reversal': {
      const original = foundations.entries.get(command.reverses.toLowerCase());
      if (!original) return { code: 'entry-unknown' };
      const legs = reversingLegs(original, command.amounts);
      if (!legs) return { code: 'reversal-differs' };
      return {
        ...base,
        effectiveDate: command.effectiveDate,
        currency: original.postings[0]?.currency ?? DEFAULT_CURRENCY,
        legs,
        reference: command.reference ?? original.reference,
        description: command.description,
        override: command.override,
        reverses: original.entryId,
      };
    }
    case 'sweep': {
      const from = page.account(command.from);
      const out = from?.normalSide === 1 ? -command.atMost : command.atMost;
      return {
        ...base,
        effectiveDate: command.effectiveDate,
        currency: DEFAULT_CURRENCY,
        legs: legsOf(page, [
          { account: command.from, amount: out, dimension: command.dimension },
          { account: command.to, amount: -out, dimension: command.dimension },
        ]),
        reference: command.reference,
        description: command.description,
      };
    }
    case 'hold':
      return {
        ...base,
        effectiveDate: command.effectiveDate,
        currency: command.currency ?? DEFAULT_CURRENCY,
        legs: legsOf(page, [
          { account: command.debit, amount: command.amount, dimension: command.dimension },
          { account: command.credit, amount: -command.amount, dimension: command.dimension },
        ]),
        reference: command.reference,
        description: command.description,
        override: command.override,
        holdId: base.id,
        holdExpires: command.expiresAt,
      };
    case 'hold-post':
    case 'hold-void':
    case 'hold-expire': {
      const hold = foundations.holds.get(command.holdId.toLowerCase());
      if (!hold) return { code: 'hold-unknown' };
      return {
        ...base,
        effectiveDate: command.effectiveDate,
        currency: hold.currency,
        legs: [
          { accountId: hold.debitAccountId, amount: hold.amount, dimensionId: hold.dimensionId },
          { accountId: hold.creditAccountId, amount: -hold.amount, dimensionId: hold.dimensionId },
        ],
        holdId: hold.holdId,
        ...(command.kind === 'hold-post' && {
          holdAmount: command.amount,
          holdFinal: command.final,
          reference: command.reference,
          description: command.description,
        }),
      };
    }
  }
}

function legsOf(page: DirectoryPage, drafts: readonly LegDraft[]): PreparedLeg[] {
  return drafts.map((draft) => ({
    accountId: page.account(draft.account)?.accountId ?? 0,
    amount: draft.amount,
    dimensionId: page.dimension(draft.dimension),
  }));
}

/** Undefined when an amount names no leg of the entry, or is not a positive number of pence. */
function reversingLegs(
  original: StoredEntry,
  amounts: readonly { posting: number; amount: bigint }[] | undefined,
): PreparedLeg[] | undefined {
  const wanted = amounts ?? original.postings.map(({ posting, amount }) => ({ posting, amount: amount < 0n ? -amount : amount }));
  const legs: PreparedLeg[] = [];
  for (const { posting, amount } of wanted) {
    const leg = original.postings.find((each) => each.posting === posting);
    if (!leg || amount <= 0n) return undefined;
    legs.push({ accountId: leg.accountId, amount: leg.amount > 0n ? -amount : amount, dimensionId: leg.dimensionId, number: posting });
  }
  return legs;
}
