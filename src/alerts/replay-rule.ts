import { linesInForce } from '../budgets/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { addDays, daysBetween, earlierOf, laterOf } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { AlertRoom } from './acknowledge-alerts.ts';
import { forecastOf } from './forecast/forecast.ts';
import { planOfLine } from './forecast/forecast-lines.ts';
import { planCurve, useCurve } from './forecast/plan-curve.ts';
import { usesOfLines } from './forecast/uses-of-lines.ts';
import { type RuleKind, ruleKinds } from './rules/rule-kinds.ts';
import { judgeRule, type RuleFault, type RuleSetting, ruleOn } from './rules/rule-settings.ts';
import { AT_FIRST, type Happening, moveStanding, type Standing } from './rules/standing.ts';
import { readRuleSettings } from './store.ts';
import { compileWatches, type RuleWatch } from './watching/compile-watches.ts';
import { watchedMoney } from './watching/watched-money.ts';

export interface ReplayedAlert {
  readonly subject: string;
  readonly raisedOn: PlainDate;
  readonly resolvedOn: PlainDate | undefined;
}

export interface Replay {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly now: readonly ReplayedAlert[];
  readonly changed: readonly ReplayedAlert[];
}

interface ReplayRoom extends AlertRoom {
  readonly ledger: Ledger;
}

const YEAR_DAYS = 365;
const PAGE = 1_000;

type NotReplayable = { readonly code: 'rule-not-replayable' };

/** What the rule as it is and as it would be changed would have said over the last year, day by day. Nothing is written and nobody told. */
export async function replayRule(
  room: ReplayRoom,
  authorityId: number,
  change: RuleSetting,
): Promise<Result<Replay, RuleFault | NotReplayable>> {
  const judged = judgeRule(change);
  if (!judged.ok) return judged;
  const kind: RuleKind = ruleKinds[change.rule];
  const until = await room.businessDate(authorityId);
  const from = addDays(until, -YEAR_DAYS);
  const settings = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => readRuleSettings(tx, authorityId));
  // As if it had counted all the year, against what counts now.
  const asChanged = [...settings.filter((each) => !isSame(each, change)), { ...change, from }];
  const asNow = settings.map((each) => ({ ...each, from: earlierOf(each.from, from) }));
  const replay = kind.basis === 'watch' ? replayWatches : kind.basis === 'forecast' ? replayForecasts : undefined;
  if (replay === undefined) return refused({ code: 'rule-not-replayable' });
  const over = { rule: change.rule, from, until };
  return accepted({
    from,
    until,
    now: await replay(room, authorityId, asNow, over),
    changed: await replay(room, authorityId, asChanged, over),
  });
}

interface Over {
  readonly rule: RuleSetting['rule'];
  readonly from: PlainDate;
  readonly until: PlainDate;
}

async function replayWatches(room: ReplayRoom, authorityId: number, settings: readonly RuleSetting[], { rule, from, until }: Over) {
  const watches = compileWatches(authorityId, settings, await watchedMoney(room, authorityId), until).filter(
    (watch) => watch.rule === rule,
  );
  const replayed: ReplayedAlert[] = [];
  for (const watch of watches) {
    const days = await balancesByDay(room.ledger, authorityId, watch.account, until);
    replayed.push(
      ...story(
        watch.subject,
        days.map(([on, balance]) => [on, sideOfWatch(watch, balance)] as const),
      ).filter(({ raisedOn }) => raisedOn >= from),
    );
  }
  return replayed;
}

/** The balance after each day that moved it, by the order of the book. */
async function balancesByDay(
  ledger: Ledger,
  authorityId: number,
  account: string,
  until: PlainDate,
): Promise<(readonly [PlainDate, bigint])[]> {
  const [known] = await ledger.accounts(authorityId, { codes: [account] });
  const sign = known?.normalSide === 'debit' ? 1n : -1n;
  const days = new Map<PlainDate, bigint>();
  let after: { readonly blockSeq: bigint; readonly version: bigint } | undefined;
  for (;;) {
    const page = await ledger.accountStatement(authorityId, account, { to: until, limit: PAGE, ...(after && { after }) });
    for (const { effectiveDate, balanceAfter } of page) days.set(effectiveDate, balanceAfter * sign);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return [...days];
    after = { blockSeq: last.blockSeq, version: last.version };
  }
}

function sideOfWatch({ direction, bound, clearBound }: RuleWatch, balance: bigint): 'crossed' | 'cleared' | undefined {
  const [beyond, back] = direction === 'below' ? [balance < bound, balance >= clearBound] : [balance > bound, balance <= clearBound];
  return beyond ? 'crossed' : back ? 'cleared' : undefined;
}

async function replayForecasts(room: ReplayRoom, authorityId: number, settings: readonly RuleSetting[], { rule, from, until }: Over) {
  const lines = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => linesInForce(tx, authorityId));
  const uses = await usesOfLines(room, authorityId, lines, until);
  return lines.flatMap((line) => {
    const plan = planOfLine(line);
    const about = { stream: line.stream, familyId: line.familyId, lineCode: line.lineCode };
    const { trigger, clear, enabled } = ruleOn(settings, rule, about, until);
    if (!enabled) return [];
    const planned = planCurve(plan);
    const known = (uses.get(line.lineCode) ?? []).map((use) => ({ ...use, pence: Number(use.pence) }));
    const first = laterOf(from, line.from);
    const days = Math.max(0, daysBetween(first, earlierOf(until, line.until)) + 1);
    const said = Array.from({ length: days }, (_, index) => {
      const asOf = addDays(first, index);
      const used = useCurve(
        plan,
        known.filter((use) => use.until <= asOf),
      );
      const allocated = line.amount;
      const { says, likely } = forecastOf({ plan, planned, used, allocated, asOf, overBy: Number(trigger), underBy: Number(trigger) });
      const side = rule === 'forecast-over' ? 'over' : 'under';
      const bound = Number(allocated) * (1 + (side === 'over' ? Number(clear) : -Number(clear)) / 100);
      const isBack = says !== 'silent' && (side === 'over' ? Number(likely) <= bound : Number(likely) >= bound);
      return [asOf, says === side ? ('crossed' as const) : isBack ? ('cleared' as const) : undefined] as const;
    });
    return story(line.lineCode, said);
  });
}

/** The alerts that a row of days would have made, with the service's own states. */
function story(subject: string, days: readonly (readonly [PlainDate, 'crossed' | 'cleared' | undefined])[]): ReplayedAlert[] {
  const told: { subject: string; raisedOn: PlainDate; resolvedOn: PlainDate | undefined }[] = [];
  let standing: Standing = AT_FIRST;
  for (const [index, [on, side]] of days.entries()) {
    if (side === undefined) continue;
    const happening: Happening = { kind: side, seq: BigInt(index), on };
    const moved = moveStanding(standing, happening, 0);
    standing = moved.standing;
    if (moved.effect === 'raised') told.push({ subject, raisedOn: on, resolvedOn: undefined });
    const last = told.at(-1);
    if (moved.effect === 'resolved' && last !== undefined) last.resolvedOn = on;
  }
  return told;
}

function isSame(one: RuleSetting, other: RuleSetting): boolean {
  return one.rule === other.rule && one.scope === other.scope && one.scopeKey === other.scopeKey;
}
