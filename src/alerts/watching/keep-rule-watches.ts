import type { Ledger } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { ruleCodes, ruleKinds } from '../rules/rule-kinds.ts';
import { clearStanding } from '../settle-fact.ts';
import { readOpenStandings, readRuleSettings } from '../store.ts';
import { compileWatches, type RuleWatch } from './compile-watches.ts';
import { endRuleWatch, readRuleWatches, writeRuleWatch } from './rule-watches.ts';
import { watchedMoney } from './watched-money.ts';

export interface WatchDesk {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

export interface KeptWatches {
  readonly added: number;
  readonly removed: number;
  readonly resolved: number;
}

const PRINCIPAL = 'system';

/**
 * Brings the ledger's watches to what the rules and the allocations now ask for. A watch that is added is judged at once by the ledger, so
 * nothing slips between two rounds; an alarm whose figure lies within its bound again (more money was given, a mistake was corrected)
 * resolves itself here when no watch was there to see it clear.
 */
export async function keepRuleWatches({ database, ledger, clock, businessDate }: WatchDesk, authorityId: number): Promise<KeptWatches> {
  const today = await businessDate(authorityId);
  const money = await watchedMoney({ database, ledger }, authorityId);
  const { settings, known } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    settings: await readRuleSettings(tx, authorityId),
    known: await readRuleWatches(tx, authorityId),
  }));
  const wanted = compileWatches(authorityId, settings, money, today);
  const wantedIds = new Set(wanted.map(({ watchId }) => watchId));
  const knownIds = new Set(known.map(({ watchId }) => watchId));
  const actor = { authorityId, principal: PRINCIPAL };
  let [added, removed] = [0, 0];
  for (const { watchId } of known.filter((each) => !wantedIds.has(each.watchId))) {
    const gone = await ledger.removeWatch(actor, watchId);
    if (!gone.ok && gone.refusal.code !== 'watch-not-found') throw new Error(`A watch could not be removed: ${gone.refusal.code}`);
    await endRuleWatch(database, authorityId, clock.now(), watchId);
    removed += 1;
  }
  for (const watch of wanted.filter(({ watchId }) => !knownIds.has(watchId))) {
    const { rule: _r, subject: _s, about: _a, ...plain } = watch;
    await writeRuleWatch(database, authorityId, clock.now(), watch);
    const done = await ledger.addWatch(actor, plain);
    if (!done.ok) throw new Error(`A watch could not be added: ${done.refusal.code}`);
    added += 1;
  }
  return { added, removed, resolved: await resolveWhatIsWithin({ database, ledger, clock }, authorityId, wanted) };
}

async function resolveWhatIsWithin(
  { database, ledger, clock }: Pick<WatchDesk, 'database' | 'ledger' | 'clock'>,
  authorityId: number,
  wanted: readonly RuleWatch[],
): Promise<number> {
  const watchRules = ruleCodes.filter((code) => ruleKinds[code].basis === 'watch');
  const open = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readOpenStandings(tx, authorityId, watchRules));
  if (open.length === 0) return 0;
  const watches = new Map(wanted.map((watch) => [`${watch.rule} ${watch.subject}`, watch]));
  const accounts = [...new Set(open.flatMap(({ rule, subject }) => watches.get(`${rule} ${subject}`)?.account ?? []))];
  const read = accounts.length === 0 ? [] : await ledger.balances(authorityId, accounts);
  const balances = new Map(read.map(({ account, balance }) => [account, balance]));
  let resolved = 0;
  for (const { rule, subject, seq } of open) {
    const watch = watches.get(`${rule} ${subject}`);
    // Within its clear bound, or no longer watched at all because the rule was switched off.
    if (watch !== undefined && !isWithin(watch, balances.get(watch.account) ?? 0n)) continue;
    const cleared = await inTransaction(database, { authorityId }, (tx) =>
      clearStanding(tx, authorityId, { rule, subject, seq: seq + 1n, at: clock.now() }),
    );
    resolved += cleared ? 1 : 0;
  }
  return resolved;
}

function isWithin({ direction, clearBound }: RuleWatch, balance: bigint): boolean {
  return direction === 'below' ? balance >= clearBound : balance <= clearBound;
}
