/** What somebody has to know: rules, forecasts, alerts raised once for each fact, who must hear of them and how. */
export type { AlertRoom } from './acknowledge-alerts.ts';
export { acknowledgeAlerts } from './acknowledge-alerts.ts';
export { type AcknowledgeReason, type Alert, acknowledgeReasons } from './alert.ts';
export { type AlertWords, alertWords } from './alert-words.ts';
export type { AlertFacts, FactReading } from './facts/alert-facts.ts';
export { factsOfLines } from './facts/facts-of-lines.ts';
export { factsOfRooms } from './facts/facts-of-rooms.ts';
export { alertRaised, deliverNotice, keepWatches, nightlyAlerts, sweepNotices } from './job-contracts.ts';
export { listAlerts, listOpenAlerts } from './list-alerts.ts';
export { alertOperations } from './operations/index.ts';
export { familyOutlook, type Outlook } from './outlook.ts';
export { alertProblems } from './problems.ts';
export { type AlertDesk, raiseAlertOfCrossing, raiseAlertOfFailedCheck, raiseAlertsOfOverride } from './raise-from-ledger.ts';
export {
  raiseAlertOfDeath,
  raiseAlertOfParkedAnswers,
  raiseAlertOfPastDate,
  raiseAlertOfRefusedOutlay,
  raiseAlertOfReturn,
} from './raise-from-payments.ts';
export { raiseAlertOfSignal } from './raise-from-records.ts';
export { raiseAlertOfParked } from './raise-from-stripe.ts';
export { type Replay, replayRule } from './replay-rule.ts';
export { type RuleCode, ruleCodes } from './rules/rule-kinds.ts';
export { type RuleScope, type RuleSetting, scopes } from './rules/rule-settings.ts';
export { type OutgoingDesk, sweepOutgoing } from './sweep-notices.ts';
export { type NotifyClient, notifyClient } from './telling/channels/notify-client.ts';
export { deliverOne } from './telling/deliver-notice.ts';
export { tellAlert } from './telling/tell-alert.ts';
export { keepRuleWatches } from './watching/keep-rule-watches.ts';
export { type NightDesk, workOffNight } from './work-off-night.ts';
