import { buildPolicy, policyRows } from '../../people/index.ts';
import { answeringOutages } from '../../platform/http/answer-outages.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { nameCheckNotConfigured } from '../payees/name-check.ts';
import { outlaysInSchedules, promisedBySchedules } from '../punctuality/from-schedules.ts';
import { urgentRuns } from '../runs/urgent-run.ts';
import { agreementRightOperations } from './agreement-rights.ts';
import { agreementViewOperations } from './agreement-views.ts';
import { agreementOperations } from './agreements.ts';
import { bankAnswerOperations } from './bank-answers.ts';
import { bankCsvMappingOperations } from './bank-csv-mappings.ts';
import { cardOperations } from './cards.ts';
import { deathOperations } from './deaths.ts';
import { duplicateOperations } from './duplicates.ts';
import { monitoringOperations } from './monitoring.ts';
import { monitoringPolicyOperations } from './monitoring-policies.ts';
import { originatorOperations } from './originators.ts';
import { payeeAccountOperations } from './payee-accounts.ts';
import { payeeRuleOperations } from './payee-rules.ts';
import { payeeOperations } from './payees.ts';
import { paymentFileOperations } from './payment-files.ts';
import { type PaymentRoom, runDeskOf } from './payment-room.ts';
import { punctualityOperations } from './punctuality.ts';
import { railOperations } from './rails.ts';
import { recoveryOperations } from './recoveries.ts';
import { recoveryMoneyOperations } from './recovery-money.ts';
import { remittanceOperations } from './remittances.ts';
import { runApprovalOperations } from './run-approval.ts';
import { runOperations } from './runs.ts';
import { scheduleOperations } from './schedules.ts';
import { spendingOperations } from './spending.ts';
import { stripeOperations } from './stripe.ts';
import { urgentAndOutlayOperations } from './urgent-and-outlays.ts';

/** What the admin API offers of agreements, payees and payment runs. */
export function paymentOperations(room: PaymentRoom): readonly Operation[] {
  // Whose payment and how much is known only once it is read, so the use case asks the table again.
  const policy = buildPolicy(policyRows, []);
  const payeeRoom = { ...room, nameCheck: room.nameCheck ?? nameCheckNotConfigured };
  const punctualityRoom = {
    ...payeeRoom,
    promised: promisedBySchedules,
    outlays: outlaysInSchedules(room),
    urgentRuns: urgentRuns(runDeskOf(room), policy),
  };
  const operations = [
    agreementOperations(payeeRoom),
    agreementRightOperations(payeeRoom),
    agreementViewOperations(payeeRoom),
    scheduleOperations(payeeRoom),
    payeeOperations(payeeRoom),
    payeeAccountOperations(payeeRoom),
    payeeRuleOperations(payeeRoom),
    deathOperations(payeeRoom),
    punctualityOperations(punctualityRoom),
    urgentAndOutlayOperations(punctualityRoom),
    runOperations(payeeRoom),
    runApprovalOperations(payeeRoom),
    railOperations(payeeRoom),
    originatorOperations(payeeRoom),
    paymentFileOperations(payeeRoom),
    bankAnswerOperations(payeeRoom),
    bankCsvMappingOperations(payeeRoom),
    duplicateOperations(payeeRoom),
    remittanceOperations(payeeRoom),
    recoveryOperations(payeeRoom),
    recoveryMoneyOperations(payeeRoom),
    monitoringPolicyOperations(payeeRoom),
    monitoringOperations(payeeRoom),
    spendingOperations(payeeRoom),
    stripeOperations(payeeRoom),
    cardOperations(payeeRoom),
  ];
  return operations.flat().map(answeringOutages);
}
