import { getTableColumns, sql } from 'drizzle-orm';
import { type LineInForce, linesInForce, shareAccount, shareKey } from '../../budgets/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { insertRows } from '../../platform/database/insert-rows.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import { seqOf } from '../facts/judge-facts.ts';
import { type RuleCode, type RuleKind, ruleKinds } from '../rules/rule-kinds.ts';
import { type RuleSetting, ruleOn } from '../rules/rule-settings.ts';
import { clearStanding, settleIn } from '../settle-fact.ts';
import { readOpenStandings, readRuleSettings } from '../store.ts';
import { forecastRows } from '../telling/schema.ts';
import { type Forecast, forecast, splitForecast } from './forecast.ts';
import type { PlannedSupport } from './plan-curve.ts';
import { usesOfLines } from './uses-of-lines.ts';

interface Desk {
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'balances' | 'dayChanges'>;
  readonly clock: Clock;
}

const FORECAST_RULES = ['forecast-over', 'forecast-under'] as const satisfies readonly RuleCode[];

/** The plan of a line: its promised sum over the days it runs, in term time only where it says so; what is kept back is no plan. */
export function planOfLine({ from, until, amount, contingency, termTimeOnly, mechanism }: LineInForce): PlannedSupport {
  const pence = Number(amount - contingency);
  const days = mechanism === 'ARRANGEMENT' && !termTimeOnly ? 'every-day' : 'weekdays';
  return { from, until, parts: [{ kind: 'in-all', pence, weeks: termTimeOnly ? 'term' : 'all', days }] };
}

/** So many lines are read and kept together. */
const LINES_AT_ONCE = 500;

/** Forecasts every running line of the authority as of a day, keeps what it says, and raises or resolves its alerts. */
export async function forecastLines(
  { database, ledger, clock }: Desk,
  authorityId: number,
  today: PlainDate,
): Promise<{ readonly lines: number; readonly over: number; readonly under: number }> {
  const { lines, settings, open } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    lines: (await linesInForce(tx, authorityId)).filter(({ from }) => from <= today),
    settings: await readRuleSettings(tx, authorityId),
    open: new Set((await readOpenStandings(tx, authorityId, FORECAST_RULES)).map(({ subject }) => subject)),
  }));
  let [over, under] = [0, 0];
  for (let first = 0; first < lines.length; first += LINES_AT_ONCE) {
    const told = await forecastSome({ ledger }, authorityId, lines.slice(first, first + LINES_AT_ONCE), { today, settings });
    await inTransaction(database, { authorityId }, (tx) => keepForecasts(tx, authorityId, told, today));
    for (const { line, said, allocated } of told) {
      over += said.says === 'over' ? 1 : 0;
      under += said.says === 'under' ? 1 : 0;
      // Most lines run as planned and nothing stands open about them: those cost no transaction of their own.
      if (said.says !== 'over' && said.says !== 'under' && !open.has(line.lineCode)) continue;
      await inTransaction(database, { authorityId }, (tx) =>
        settleForecast(tx, authorityId, line, { today, said, allocated, settings, now: clock.now() }),
      );
    }
  }
  return { lines: lines.length, over, under };
}

async function forecastSome(
  { ledger }: Pick<Desk, 'ledger'>,
  authorityId: number,
  lines: readonly LineInForce[],
  { today, settings }: { readonly today: PlainDate; readonly settings: readonly RuleSetting[] },
): Promise<ForecastLine[]> {
  const uses = await usesOfLines({ ledger }, authorityId, lines, today);
  const sums = await allocatedOn({ ledger }, authorityId, lines, today);
  return lines.map((line) => {
    const about = { stream: line.stream, familyId: line.familyId, lineCode: line.lineCode };
    const allocated = sums.get(line.lineCode) ?? line.amount;
    const said = forecast({
      plan: planOfLine(line),
      uses: (uses.get(line.lineCode) ?? []).map(({ from, until, pence }) => ({ from, until, pence: Number(pence) })),
      allocated,
      asOf: today,
      overBy: Number(ruleOn(settings, 'forecast-over', about, today).trigger),
      underBy: Number(ruleOn(settings, 'forecast-under', about, today).trigger),
    });
    return { line, said, allocated };
  });
}

/** Top-ups counted: what the books have given to the line by that day. */
async function allocatedOn({ ledger }: Pick<Desk, 'ledger'>, authorityId: number, lines: readonly LineInForce[], today: PlainDate) {
  const states = ['available', 'committed', 'paid'] as const;
  const codes = lines.flatMap(({ shares }) => shares.flatMap(({ share }) => states.map((state) => shareAccount(share, state))));
  const found = codes.length === 0 ? [] : await ledger.balances(authorityId, codes, { effectiveDate: today });
  const balances = new Map(found.map(({ account, balance }) => [account, balance]));
  return new Map(
    lines.map(({ lineCode, shares }) => {
      const given = shares.flatMap(({ share }) => states.map((state) => balances.get(shareAccount(share, state)) ?? 0n));
      return [lineCode, given.reduce((sum, each) => sum + each, 0n)];
    }),
  );
}

interface ForecastLine {
  readonly line: LineInForce;
  readonly said: Forecast;
  readonly allocated: bigint;
}

async function keepForecasts(tx: Transaction, authorityId: number, told: readonly ForecastLine[], madeOn: PlainDate): Promise<void> {
  const rows = told.map(({ line: { lineCode, familyId, childId, shares }, said, allocated }) => {
    const { says, why, likely, low, high, straight, planned, used, plannedSoFar, usedUpOn, earliestOn, recent } = said;
    const parts = splitForecast(likely - allocated, shares).map(({ share, pence }) => ({ share: shareKey(share), pence: String(pence) }));
    return {
      ...{
        authorityId,
        lineCode,
        madeOn,
        familyId,
        childId,
        says,
        why,
        allocated,
        used,
        plannedSoFar,
        planned,
        likely,
        low,
        high,
        straight,
      },
      ...{ parts, recentUsed: recent.used, recentPlanned: recent.planned, recentWeeks: recent.weeks },
      ...{ usedUpOn: usedUpOn ?? null, earliestOn: earliestOn ?? null },
    };
  });
  const { authorityId: _authority, lineCode: _line, ...columns } = getTableColumns(forecastRows);
  const anew = sql.join(
    Object.values(columns).map(({ name }) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`),
    sql`, `,
  );
  await insertRows(tx, forecastRows, rows, sql`on conflict (authority_id, line_code) do update set ${anew}`);
}

async function settleForecast(
  tx: Transaction,
  authorityId: number,
  { lineCode, familyId, stream, shares }: LineInForce,
  {
    today,
    said,
    allocated,
    settings,
    now,
  }: Omit<ForecastLine, 'line'> & { readonly today: PlainDate; readonly settings: readonly RuleSetting[]; readonly now: Date },
): Promise<void> {
  const about = { stream, familyId, lineCode };
  const seq = seqOf(today);
  for (const [rule, side] of [
    ['forecast-over', 'over'],
    ['forecast-under', 'under'],
  ] as const satisfies readonly (readonly [RuleCode, Forecast['says']])[]) {
    if (said.says === side) {
      const kind: RuleKind = ruleKinds[rule];
      const parts = splitForecast(said.likely - allocated, shares);
      const detail = {
        likely: formatPounds(said.likely),
        low: formatPounds(said.low),
        high: formatPounds(said.high),
        straight: formatPounds(said.straight),
        allocated: formatPounds(allocated),
        difference: formatPounds(said.likely - allocated),
        recentUsed: formatPounds(said.recent.used),
        recentPlanned: formatPounds(said.recent.planned),
        weeks: String(said.recent.weeks),
        ...(said.usedUpOn !== undefined && { usedUpOn: said.usedUpOn }),
        ...Object.fromEntries(parts.map(({ share, pence }) => [`part ${share.stream} ${share.source}`, formatPounds(pence)])),
      };
      const fact = {
        kind: rule,
        subject: lineCode,
        severity: kind.severity,
        raisedAt: now,
        detail,
        sourceRef: `${rule}:${lineCode}:${today}`,
      };
      await settleIn(tx, authorityId, { ...fact, seq, familyId, lineCode, about }, settings);
    } else if (said.says !== 'silent' && isBack(rule, said.likely, allocated, Number(ruleOn(settings, rule, about, today).clear))) {
      await clearStanding(tx, authorityId, { rule, subject: lineCode, seq, at: now });
    }
  }
}

function isBack(rule: 'forecast-over' | 'forecast-under', likely: bigint, allocated: bigint, clear: number): boolean {
  const sum = Number(allocated);
  return rule === 'forecast-over' ? Number(likely) <= sum * (1 + clear / 100) : Number(likely) >= sum * (1 - clear / 100);
}
