import type { Logger } from 'pino';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result } from '../../platform/result.ts';
import { bankFileFormatOf } from '../originators/originator-settings.ts';
import type { PaymentRefusal } from '../problems.ts';
import { collectReturns, settleFromRail } from '../returns/follow-rail.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { runsInState } from '../runs/store.ts';
import { isBeingSent } from './attempts.ts';
import { MANUAL_RAIL } from './payment-rail.ts';
import { listRailSettings } from './rail-settings.ts';
import { sendRunPayments } from './send-run.ts';

interface Work {
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  readonly signal?: AbortSignal;
}

/** Whoever has sent something this recently is likely still sending. */
const AT_WORK_MS = 30_000;

/** The sweeper of all sending: whatever run is released and not wholly sent goes on, whichever processor or queue was lost with it. */
export async function askAllRails(
  desk: RunDesk,
  actor: Actor,
  { log, signal }: Work,
): Promise<Result<{ readonly inDoubt: number }, PaymentRefusal>> {
  const { database, clock, rails } = desk;
  const { authorityId } = actor;
  const runs = await inTransaction(database, { authorityId, readOnly: true }, (tx) => runsInState(tx, authorityId, ['released']));
  const since = new Date(clock.now().getTime() - AT_WORK_MS);
  let inDoubt = 0;
  for (const { runId, rail } of runs) {
    if (rail === MANUAL_RAIL || (!rails.has(rail) && bankFileFormatOf(rail) === undefined)) continue;
    if (await inTransaction(database, { authorityId, readOnly: true }, (tx) => isBeingSent(tx, authorityId, runId, since))) continue;
    const sent = await sendRunPayments(desk, actor, { runId, log, ...(signal !== undefined && { signal }) });
    if (sent.ok) inDoubt += sent.value.inDoubt;
    else log.warn({ runId, code: sent.refusal.code }, 'a released run cannot be sent');
  }
  return accepted({ inDoubt });
}

/** What every connected rail says has left and come back since it was last asked. */
export async function followAllRails(
  desk: RunDesk,
  actor: Actor,
  { log }: Work,
): Promise<Result<{ readonly told: number }, PaymentRefusal>> {
  const { authorityId } = actor;
  const settings = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) => listRailSettings(tx, authorityId));
  let told = 0;
  for (const each of settings) {
    const rail = desk.rails.get(each.rail);
    if (rail === undefined) continue;
    told += await settleFromRail(desk, actor, rail, each, log);
    told += await collectReturns(desk, actor, rail, each, log);
  }
  return accepted({ told });
}
