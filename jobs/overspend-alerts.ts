import type { z } from 'zod';
import {
  type AlertDesk,
  alertRaised,
  deliverNotice,
  deliverOne,
  keepRuleWatches,
  keepWatches,
  type NightDesk,
  nightlyAlerts,
  type OutgoingDesk,
  raiseAlertOfCrossing,
  raiseAlertOfDeath,
  raiseAlertOfFailedCheck,
  raiseAlertOfParkedAnswers,
  raiseAlertOfPastDate,
  raiseAlertOfRefusedOutlay,
  raiseAlertOfReturn,
  raiseAlertOfSignal,
  raiseAlertsOfOverride,
  sweepNotices,
  sweepOutgoing,
  tellAlert,
  workOffNight,
} from '../src/alerts/index.ts';
import { checkFailed, limitOverridden, watchCrossed } from '../src/ledger/index.ts';
import { agreementPastItsDate, alertOfReturn, bankAnswersWait, outlayRefused, payeeDiedSaysBank } from '../src/payments/index.ts';
import { signalRaised } from '../src/people/index.ts';
import type { JobRegistry, Processor } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

export type OverspendDesk = AlertDesk & Omit<NightDesk, 'clock'>;

/** What the ledger, the agreements and the records have said in their own statements becomes an alert, once for each fact however often these run. */
export function registerOverspendAlerts(processors: JobRegistry, desk: OverspendDesk): JobRegistry {
  return processors
    .on(watchCrossed, crossingProcessor(desk))
    .on(limitOverridden, overrideProcessor(desk))
    .on(checkFailed, failedCheckProcessor(desk))
    .on(agreementPastItsDate, pastDateProcessor(desk))
    .on(alertOfReturn, returnProcessor(desk))
    .on(outlayRefused, refusedOutlayProcessor(desk))
    .on(bankAnswersWait, ({ fileId }, { authorityId, clock }) =>
      raiseAlertOfParkedAnswers(desk, authorityId, { fileId, raisedAt: clock.now() }),
    )
    .on(payeeDiedSaysBank, ({ answerId }, { authorityId, clock }) =>
      raiseAlertOfDeath(desk, authorityId, { answerId, raisedAt: clock.now() }),
    )
    .on(signalRaised, (signal, { authorityId, clock }) => raiseAlertOfSignal(desk, authorityId, { ...signal, raisedAt: clock.now() }))
    .on(alertRaised, (alert, { authorityId, clock }) => tellAlert({ ...desk, clock }, authorityId, alert))
    .on(keepWatches, async (_window, { authorityId, clock }) => accepted(await keepRuleWatches({ ...desk, clock }, authorityId)))
    .on(nightlyAlerts, async (_window, { authorityId, clock, log }) => {
      const worked = await workOffNight({ ...desk, clock }, authorityId);
      log.info(worked, 'forecast, judged and escalated');
      return accepted(worked);
    });
}

/** What leaves the house: only a process that is given mail, keys and a public address sends. */
export function registerNotices(processors: JobRegistry, desk: Omit<OutgoingDesk, 'clock'>): JobRegistry {
  return processors
    .on(deliverNotice, (notice, { authorityId, clock }) => deliverOne({ ...desk, clock }, authorityId, notice))
    .on(sweepNotices, async (_window, { authorityId, clock }) => accepted(await sweepOutgoing({ ...desk, clock }, authorityId)));
}

function crossingProcessor(desk: AlertDesk): Processor<z.infer<typeof watchCrossed.payload>> {
  return ({ watchId, blockSeq }, { authorityId }) => raiseAlertOfCrossing(desk, authorityId, { watchId, blockSeq: BigInt(blockSeq) });
}

function overrideProcessor(desk: AlertDesk): Processor<z.infer<typeof limitOverridden.payload>> {
  return ({ entryId }, { authorityId }) => raiseAlertsOfOverride(desk, authorityId, entryId);
}

function failedCheckProcessor(desk: AlertDesk): Processor<z.infer<typeof checkFailed.payload>> {
  return ({ checkId }, { authorityId, clock }) => raiseAlertOfFailedCheck(desk, authorityId, { checkId, raisedAt: clock.now() });
}

function pastDateProcessor(desk: AlertDesk): Processor<z.infer<typeof agreementPastItsDate.payload>> {
  return ({ agreementId }, { authorityId, clock }) => raiseAlertOfPastDate(desk, authorityId, { agreementId, raisedAt: clock.now() });
}

function returnProcessor(desk: AlertDesk): Processor<z.infer<typeof alertOfReturn.payload>> {
  return (payment, { authorityId, clock }) => raiseAlertOfReturn(desk, authorityId, { ...payment, raisedAt: clock.now() });
}

function refusedOutlayProcessor(desk: AlertDesk): Processor<z.infer<typeof outlayRefused.payload>> {
  return (outlay, { authorityId, clock }) => raiseAlertOfRefusedOutlay(desk, authorityId, { ...outlay, raisedAt: clock.now() });
}
