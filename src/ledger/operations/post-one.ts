import type { Caller, OperationAnswer } from '../../platform/http/operation.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import type { LedgerCommand } from '../commands.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { recordedEntry } from './shown-entry.ts';

/** Posts one command and answers with the entry as the book keeps it: the first time and every time after, the same bytes. */
export async function postOne(
  room: LedgerRoom,
  { authorityId }: Caller,
  command: LedgerCommand,
  accounts: readonly string[] = [],
): Promise<Result<OperationAnswer<unknown>, Refusal>> {
  const [result] = await room.ledger.post(authorityId, [command]);
  if (result === undefined) throw new Error('the book gave no outcome');
  if (!result.ok) return refused(await explainRefusal(room, authorityId, result.refusal, accounts));
  const [entry] = await room.ledger.entries(authorityId, [command.id]);
  if (entry === undefined) throw new Error(`entry ${command.id} was posted and cannot be read`);
  return accepted({
    body: recordedEntry(entry),
    replayed: result.value.replayed,
    headers: { Location: `/v1/ledger/entries/${command.id}` },
  });
}

/** Going beyond a limit is an officer's decision: a key that only posts cannot take it, and of a person the policy says whether they may. */
export function overrideRefusal(
  { mayOverride }: Pick<LedgerRoom, 'mayOverride'>,
  caller: Caller,
  overrides: readonly (string | undefined)[],
): Refusal | undefined {
  const isUsed = overrides.some((override) => override !== undefined);
  if (!isUsed || caller.scopes.includes('ledger:administer')) return undefined;
  if (caller.kind === 'person' && mayOverride !== undefined) return mayOverride(caller);
  return { code: 'scope-missing', ...{ requiredScope: 'ledger:administer' } };
}
