import { sql } from 'drizzle-orm';
import type { Transaction } from '../database/in-transaction.ts';
import type { JobContract } from './job-contract.ts';

export type Cadence =
  /** Local time of Europe/London, 'HH:MM'. Each day runs once, missed days are caught up. */
  | { readonly cadence: 'daily'; readonly atLocalTime: string }
  | { readonly cadence: 'hourly' }
  | { readonly cadence: 'every-minutes'; readonly everyMinutes: number };

export interface Schedule {
  readonly authorityId: number;
  readonly scheduleId: string;
  readonly when: Cadence;
  /** Ids that every run is given beside the window it stands for. */
  readonly payload?: Readonly<Record<string, string | number>>;
}

/** Makes sure the authority has this schedule as it is now defined. Repeating it changes nothing and skips no missed window. */
export async function keepSchedule<Payload>(tx: Transaction, contract: JobContract<Payload>, schedule: Schedule, now: Date): Promise<void> {
  const { authorityId, scheduleId, when, payload = {} } = schedule;
  const atLocalTime = when.cadence === 'daily' ? when.atLocalTime : null;
  const everyMinutes = when.cadence === 'every-minutes' ? when.everyMinutes : null;
  await tx.execute(sql`
    SELECT platform.keep_schedule(
      ${authorityId}, ${scheduleId}, ${contract.topic}, ${when.cadence}, ${atLocalTime}, ${everyMinutes},
      ${JSON.stringify(payload)}, ${now.toISOString()}
    )`);
}
