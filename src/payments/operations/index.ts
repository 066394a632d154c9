import { answeringOutages } from '../../platform/http/answer-outages.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { nameCheckNotConfigured } from '../payees/name-check.ts';
import { outlaysInSchedules, promisedBySchedules } from '../punctuality/from-schedules.ts';
import { agreementRightOperations } from './agreement-rights.ts';
import { agreementViewOperations } from './agreement-views.ts';
import { agreementOperations } from './agreements.ts';
import { cardOperations } from './cards.ts';
import { deathOperations } from './deaths.ts';
import { payeeAccountOperations } from './payee-accounts.ts';
import { payeeRuleOperations } from './payee-rules.ts';
import { payeeOperations } from './payees.ts';
import type { PaymentRoom } from './payment-room.ts';
import { punctualityOperations } from './punctuality.ts';
import { railOperations } from './rails.ts';
import { remittanceOperations } from './remittances.ts';
import { runApprovalOperations } from './run-approval.ts';
import { runOperations } from './runs.ts';
import { scheduleOperations } from './schedules.ts';
import { stripeOperations } from './stripe.ts';
import { urgentAndOutlayOperations } from './urgent-and-outlays.ts';

/** What the admin API offers of agreements, payees and payment runs. */
export function paymentOperations(room: PaymentRoom): readonly Operation[] {
  const payeeRoom = { ...room, nameCheck: room.nameCheck ?? nameCheckNotConfigured };
  const punctualityRoom = { ...payeeRoom, promised: promisedBySchedules, outlays: outlaysInSchedules(room) };
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
    remittanceOperations(payeeRoom),
    stripeOperations(payeeRoom),
    cardOperations(payeeRoom),
  ];
  return operations.flat().map(answeringOutages);
}
