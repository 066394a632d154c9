import type { Ledger } from '../ledger/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { beginDay } from './begin-day.ts';
import type { AlertFacts } from './facts/alert-facts.ts';
import { judgeFacts } from './facts/judge-facts.ts';
import { forecastLines } from './forecast/forecast-lines.ts';

export interface NightDesk {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
  readonly facts: readonly AlertFacts[];
}

/** What no posting can judge by itself: forecasts, back-dated and corrected figures as they now are, what other rooms report, and the day's own moves. */
export async function workOffNight(desk: NightDesk, authorityId: number) {
  const today = await desk.businessDate(authorityId);
  const forecasts = await forecastLines(desk, authorityId, today);
  const facts = await judgeFacts(desk, authorityId, { facts: desk.facts, today });
  const day = await beginDay(desk, authorityId, today);
  return { forecasts, facts, day };
}
