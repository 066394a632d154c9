/** What somebody has to know: alerts raised once for each fact, and the words they are told in. */
export { type AlertWords, alertWords } from './alert-words.ts';
export { listOpenAlerts } from './list-alerts.ts';
export { type AlertDesk, raiseAlertOfCrossing, raiseAlertOfFailedCheck, raiseAlertsOfOverride } from './raise-from-ledger.ts';
export { raiseAlertOfPastDate } from './raise-from-payments.ts';
export { raiseAlertOfParked } from './raise-from-stripe.ts';
