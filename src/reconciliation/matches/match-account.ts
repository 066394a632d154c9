import { type BookingRefusal, finishIntended } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { findBankAccount, readBankAccounts } from '../bank-accounts/register.ts';
import type { TakenItem } from '../items/item-room.ts';
import { chargedByRules, readRules, rulesOn } from '../match-rules/read-rules.ts';
import type { OpenItem } from '../matching/items.ts';
import { type MatchingInput, matchItems } from '../matching/match-items.ts';
import type { ExceptionReason, MatchingResult, MatchProposal } from '../matching/proposal.ts';
import type { NextStep, StoredSuggestion } from '../work-list/open-line.ts';
import { bankItemOf, openLinesOf } from '../work-list/open-lines.ts';
import { keepWork, type WorkToKeep } from '../work-list/store.ts';
import { matchBookingKinds } from './booking-kinds.ts';
import { readLearned } from './learned.ts';
import { type MatchDraft, type MatchPart, SUSPENSE } from './match.ts';
import type { MatchDesk } from './match-desk.ts';
import { type AccountInBooks, inBooks, readFromBooks } from './match-lines.ts';
import { allUses, type LineRow, liveMatchesOf, lockLines } from './store.ts';
import { itemIdsOf, type MatchRefusal, writeMatches } from './write-matches.ts';

export interface MatchRun {
  readonly matched: number;
  /** Lines that wait for a person. */
  readonly open: number;
  /** Matches that the engine wanted and that no longer held, or that the books refused; their lines stay open. */
  readonly refused: readonly { readonly lineIds: readonly string[]; readonly code: string }[];
}

/** So many matches are written and booked together: enough to be quick, few enough that one fault costs little to tell from its neighbours. */
const AT_ONCE = 100;

/**
 * Matches one account: what is sure is written, booked and told to the rooms that wait for it; for the rest an officer finds up to three
 * proposals, or why there is none. A run that is killed has left whole matches, and intents that the sweeper books; the next one goes on.
 */
export async function matchAccount(
  desk: MatchDesk,
  actor: Actor,
  accountId: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Result<MatchRun, { readonly code: 'bank-account-not-found' | 'bank-account-not-in-books' }>> {
  const { database } = desk;
  const { authorityId } = actor;
  const found = await findBankAccount(database, authorityId, accountId);
  if (found === undefined) return refused({ code: 'bank-account-not-found' });
  const account = inBooks(found);
  if (account === undefined) return refused({ code: 'bank-account-not-in-books' });
  const { lines, input } = await whatIsOpen(desk, authorityId, account);
  if (lines.length === 0) return accepted({ matched: 0, open: 0, refused: [] });
  const result = matchItems(input);
  const drafts = result.matched.map((proposal) => draftOf(proposal, result.learningVersion));
  const fromBooks = await readFromBooks(desk, desk.rooms, authorityId, account.ledgerAccount, drafts.flatMap(itemIdsOf));
  let matched = 0;
  const failed: { lineIds: readonly string[]; code: string }[] = [];
  for (let from = 0; from < drafts.length; from += AT_ONCE) {
    signal?.throwIfAborted();
    const outcomes = await bookMatches(desk, actor, account, drafts.slice(from, from + AT_ONCE), fromBooks);
    for (const { draft, code } of outcomes) {
      if (code === undefined) matched += 1;
      else failed.push({ lineIds: draft.lineIds, code });
    }
  }
  await keepOpen(desk, authorityId, account, lines, result, failed);
  return accepted({ matched, open: result.open.length + failed.reduce((sum, { lineIds }) => sum + lineIds.length, 0), refused: failed });
}

/** Every account of the register that the books know. */
export async function matchAllAccounts(desk: MatchDesk, actor: Actor, options: { readonly signal?: AbortSignal } = {}): Promise<MatchRun> {
  const runs: MatchRun[] = [];
  for (const { accountId, ledgerAccount, state } of await readBankAccounts(desk.database, actor.authorityId)) {
    if (ledgerAccount === undefined || state === 'closed') continue;
    const run = await matchAccount(desk, actor, accountId, options);
    if (run.ok) runs.push(run.value);
  }
  return {
    matched: runs.reduce((sum, { matched }) => sum + matched, 0),
    open: runs.reduce((sum, { open }) => sum + open, 0),
    refused: runs.flatMap((run) => run.refused),
  };
}

/** Lines that no match has, and everything that they could be about, less what other lines have taken of it. */
async function whatIsOpen(
  desk: MatchDesk,
  authorityId: number,
  account: AccountInBooks,
): Promise<{ readonly lines: readonly LineRow[]; readonly input: MatchingInput }> {
  const { database, rooms } = desk;
  const today = await desk.businessDate(authorityId);
  const kept = await inTransaction(database, { authorityId, isolation: 'repeatable read', readOnly: true }, async (tx) => ({
    lines: await openLinesOf(tx, authorityId, account.accountId),
    learned: await readLearned(tx, authorityId),
    rules: rulesOn(await readRules(tx, authorityId), today),
    used: await allUses(tx, authorityId),
    chargedBefore: await chargedByRules(tx, authorityId),
  }));
  const { lines, learned, rules, used, chargedBefore } = kept;
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return { lines, input: { lines: [], items: [] } };
  const items: OpenItem[] = [];
  for (const room of rooms) {
    for (const item of await room.listOpen(desk, authorityId, { account, from: first.bookingDate, to: last.bookingDate })) {
      const amountMinor = item.amountMinor - (used.get(item.id) ?? 0n);
      if (amountMinor !== 0n && amountMinor > 0n === item.amountMinor > 0n) items.push({ ...item, amountMinor });
    }
  }
  return { lines, input: { lines: lines.map(bankItemOf), items, learned, rules, chargedBefore } };
}

interface Outcome {
  readonly draft: MatchDraft;
  /** Absent when it is matched. */
  readonly code?: string;
}

/** All together, and one by one when the books refuse one of them. */
async function bookMatches(
  desk: MatchDesk,
  actor: Actor,
  account: AccountInBooks,
  drafts: readonly MatchDraft[],
  fromBooks: ReadonlyMap<string, TakenItem>,
): Promise<Outcome[]> {
  const { database, ledger, clock, rooms } = desk;
  const { authorityId } = actor;
  const periods = await ledger.periods(authorityId);
  const { stepId, results } = await inTransaction(database, { authorityId }, (tx) =>
    writeMatches(tx, actor, { account, drafts: drafts.map((draft) => ({ draft })), rooms, fromBooks, periods, at: clock.now() }),
  );
  const booked: Result<unknown, BookingRefusal> =
    stepId === undefined ? accepted(undefined) : await finishIntended({ ...desk, kinds: matchBookingKinds }, authorityId, stepId);
  const written = drafts.filter((_, n) => results[n]?.ok === true);
  if (!booked.ok && written.length > 1) {
    const outcomes: Outcome[] = outcomesOf(drafts, results).filter(({ code }) => code !== undefined);
    for (const draft of written) outcomes.push(...(await bookMatches(desk, actor, account, [draft], fromBooks)));
    return outcomes;
  }
  return outcomesOf(drafts, results).map((outcome) =>
    outcome.code === undefined && !booked.ok ? { ...outcome, code: ledgerCodeOf(booked.refusal) } : outcome,
  );
}

function outcomesOf(drafts: readonly MatchDraft[], results: readonly Result<unknown, MatchRefusal>[]): Outcome[] {
  return drafts.map((draft, n) => {
    const result = results[n];
    return result?.ok === false ? { draft, code: result.refusal.code } : { draft };
  });
}

function ledgerCodeOf(refusal: BookingRefusal): string {
  return refusal.code === 'books-refused' ? refusal.ledgerCode : refusal.code;
}

const NEXT_STEP: Readonly<Record<ExceptionReason, NextStep>> = {
  'nothing-like-it-open': 'ask-bank',
  'too-many-candidates': 'choose',
  'group-too-large': 'choose',
};

/** A return that the bank shows before anybody told us of it: once it is recorded, the next run matches it. */
function whatToDo(line: LineRow, reason: ExceptionReason | undefined): Pick<WorkToKeep, 'reason' | 'nextStep'> {
  const cameBack = line.returnReason !== null && line.amountMinor > 0n;
  if (cameBack && reason === 'nothing-like-it-open') return { reason: 'return-not-recorded', nextStep: 'record-return' };
  return { reason: reason ?? 'not-sure-enough', nextStep: reason === undefined ? 'choose' : NEXT_STEP[reason] };
}

async function keepOpen(
  { database, clock }: MatchDesk,
  authorityId: number,
  account: AccountInBooks,
  lines: readonly LineRow[],
  { open }: MatchingResult,
  failed: MatchRun['refused'],
): Promise<void> {
  const byId = new Map(lines.map((line) => [line.lineId, line]));
  const work: WorkToKeep[] = [
    ...open.map(({ lineId, suggestions, reason }) => {
      const line = byId.get(lineId) as LineRow;
      return { line, ...whatToDo(line, reason), suggestions: suggestions.map(suggestionOf) };
    }),
    ...failed.flatMap(({ lineIds, code }) =>
      lineIds.map((lineId) => ({ line: byId.get(lineId) as LineRow, reason: code, nextStep: 'look' as const, suggestions: [] })),
    ),
  ];
  const at = clock.now();
  for (let from = 0; from < work.length; from += 1_000) {
    const some = work.slice(from, from + 1_000);
    const lineIds = some.map(({ line }) => line.lineId);
    await inTransaction(database, { authorityId }, async (tx) => {
      const live = await lockLines(tx, authorityId, lineIds);
      // Matched by an officer, or taken back with its import, since the run began.
      const gone = await liveMatchesOf(tx, authorityId, lineIds);
      const left = some.filter(({ line: { lineId } }) => live.has(lineId) && !gone.has(lineId));
      await keepWork(tx, authorityId, left, { owner: account.responsibleOfficer, at });
    });
  }
}

/** The engine's proposal in the terms in which a match is kept. */
function partsOf({ allocations, difference }: MatchProposal): MatchPart[] {
  const parts = allocations.map(({ lineId, to, amountMinor }): MatchPart => {
    if (to.kind === 'item') return { lineId, kind: 'item', target: to.itemId, amountMinor };
    if (to.kind === 'line') return { lineId, kind: 'line', target: to.lineId, amountMinor };
    if (to.kind === 'rule') return { lineId, kind: 'rule', target: to.ruleId, amountMinor };
    return { lineId, kind: 'account', target: SUSPENSE, amountMinor };
  });
  return difference === undefined ? parts : [...parts, { kind: 'let-go', target: difference.itemId, amountMinor: difference.amountMinor }];
}

function draftOf(proposal: MatchProposal, learningVersion: number): MatchDraft {
  const { lineIds, stage, score, margin, reasons } = proposal;
  return { lineIds, parts: partsOf(proposal), decidedBy: 'engine', stage, score, margin, reasons, learningVersion };
}

function suggestionOf(proposal: MatchProposal): StoredSuggestion {
  const { lineIds, stage, score, margin, reasons } = proposal;
  const parts = partsOf(proposal).map((part) => ({ ...part, amountMinor: `${part.amountMinor}` }));
  return { lineIds, parts, stage, score, margin, reasons };
}
