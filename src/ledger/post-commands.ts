import type { Database } from '../platform/database/database.ts';
import { withDeadline } from '../platform/database/with-deadline.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { LedgerCommand } from './commands.ts';
import type { Directory } from './directory.ts';
import { type Hold, readHolds } from './holds.ts';
import type { Poster } from './poster.ts';
import type { CallOutcome, PostedLeg, PreparedCommand } from './posting-call.ts';
import { type Foundations, prepareCommand } from './prepare-command.ts';
import { readEntries } from './read-entries.ts';
import type { LedgerRefusal } from './refusals.ts';

export interface Posted {
  readonly entryId: string;
  /** True when the same command was posted before and nothing happened now. */
  readonly replayed: boolean;
  readonly blockSeq: bigint;
  /** Known when it was posted now. */
  readonly recordedAt?: Date;
  readonly legs?: readonly PostedLeg[];
}

export type PostResult = Result<Posted, LedgerRefusal>;

export interface PostOptions {
  /** All or none. */
  readonly linked?: boolean;
}

/** Posts commands in order, each with its own result; linked ones stand or fall together. */
export async function postCommands(
  { database, directory, poster, deadlineMs }: { database: Database; directory: Directory; poster: Poster; deadlineMs: number },
  authorityId: number,
  commands: readonly LedgerCommand[],
  { linked = false }: PostOptions,
): Promise<PostResult[]> {
  // Entries stand on nothing, and what they name is mostly remembered: then they stand in line before anybody else is heard.
  const foundations = commands.some(standsOnSomething)
    ? await withDeadline(deadlineMs, readFoundations(database, authorityId, commands))
    : NOTHING;
  const consulted = directory.consult(authorityId, (page) => commands.map((command) => prepareCommand(page, command, foundations)));
  const prepared = consulted instanceof Promise ? await consulted : consulted;
  if (linked) refuseRepeats(prepared);
  const first = prepared.findIndex(isRefusal);
  if (linked && first >= 0) {
    return prepared.map((each) =>
      isRefusal(each)
        ? refused(each)
        : refused<LedgerRefusal>({ code: 'linked-entry-refused', facts: { refusedEntryId: commands[first]?.id } }),
    );
  }
  const askable = prepared.filter((each): each is PreparedCommand => !isRefusal(each));
  const outcomes = await poster.post(authorityId, askable, { linked });
  let next = 0;
  return prepared.map((each) => (isRefusal(each) ? refused(each) : resultOf(each.id, outcomes[next++] as CallOutcome)));
}

const NOTHING: Foundations = { entries: new Map(), holds: new Map() };

function standsOnSomething(command: LedgerCommand): boolean {
  return command.kind === 'reversal' || 'holdId' in command;
}

/** Reversals and the steps of holds name something that is already in the book; what they need of it never changes. */
async function readFoundations(database: Database, authorityId: number, commands: readonly LedgerCommand[]): Promise<Foundations> {
  const entryIds = commands.flatMap((command) => (command.kind === 'reversal' ? [command.reverses] : []));
  const holdIds = commands.flatMap((command) => ('holdId' in command ? [command.holdId] : []));
  const [entries, holds] = await Promise.all([
    readEntries(database, authorityId, [...new Set(entryIds)]),
    readHolds(database, authorityId, [...new Set(holdIds)]),
  ]);
  return {
    entries: new Map(entries.map((entry) => [entry.entryId, entry])),
    holds: new Map(holds.map((hold: Hold) => [hold.holdId, hold])),
  };
}

/** Linked commands go in one call, where an id can stand for one of them only. */
function refuseRepeats(prepared: (PreparedCommand | LedgerRefusal)[]): void {
  const seen = new Set<string>();
  prepared.forEach((each, n) => {
    if (isRefusal(each)) return;
    if (seen.has(each.id)) prepared[n] = { code: 'idempotency-conflict' };
    seen.add(each.id);
  });
}

function isRefusal(prepared: PreparedCommand | LedgerRefusal): prepared is LedgerRefusal {
  return 'code' in prepared;
}

function resultOf(entryId: string, outcome: CallOutcome): PostResult {
  switch (outcome.outcome) {
    case 'posted':
      return accepted({ entryId, replayed: false, blockSeq: outcome.blockSeq, recordedAt: outcome.recordedAt, legs: outcome.legs });
    case 'replayed':
      return accepted({ entryId, replayed: true, blockSeq: outcome.blockSeq });
    case 'refused':
      return refused(outcome.refusal);
  }
}
