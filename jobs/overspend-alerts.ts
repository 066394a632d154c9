import type { z } from 'zod';
import {
  type AlertDesk,
  raiseAlertOfCrossing,
  raiseAlertOfDeath,
  raiseAlertOfFailedCheck,
  raiseAlertOfParkedAnswers,
  raiseAlertOfPastDate,
  raiseAlertOfRefusedOutlay,
  raiseAlertOfReturn,
  raiseAlertsOfOverride,
} from '../src/alerts/index.ts';
import { checkFailed, limitOverridden, watchCrossed } from '../src/ledger/index.ts';
import { agreementPastItsDate, alertOfReturn, bankAnswersWait, outlayRefused, payeeDiedSaysBank } from '../src/payments/index.ts';
import type { JobRegistry, Processor } from '../src/platform/queue/job-registry.ts';

/** What the ledger and the agreements have said in their own statements becomes an alert, once for each fact however often these run. */
export function registerOverspendAlerts(processors: JobRegistry, desk: AlertDesk): JobRegistry {
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
    );
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
