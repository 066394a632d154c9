import { answeringOutages } from '../../platform/http/answer-outages.ts';
import type { Operation } from '../../platform/http/operation.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { handoverFigures } from '../budgets/handover-figures.ts';
import type { PositionRoom } from '../position/position-room.ts';
import { budgetAnswerOperations } from './budget-answers.ts';
import { budgetChangeOperations } from './budget-changes.ts';
import { budgetLineOperations } from './budget-lines.ts';
import { budgetRecordOperations } from './budgets.ts';
import { clockOperations } from './clocks.ts';
import { explanationOperations } from './explanation.ts';
import { handoverSenderOperations } from './handover-senders.ts';
import { handoverOperations } from './handovers.ts';
import { importOperations } from './imports.ts';
import { planKindOperations } from './plan-kinds.ts';
import { planLifeOperations } from './plan-life.ts';
import { planPartOperations } from './plan-parts.ts';
import { planOperations } from './plans.ts';
import { policyOperations } from './policies.ts';
import { positionOperations } from './position.ts';
import { rechargeOperations } from './recharges.ts';
import { sourceOperations } from './sources.ts';

/** What the admin API offers of plans, sources and budgets. */
export function budgetOperations(room: BudgetRoom & Pick<PositionRoom, 'nextPayments'>): readonly Operation[] {
  const operations = [
    planKindOperations(),
    planOperations(room),
    planPartOperations(room),
    planLifeOperations(room),
    handoverOperations({ ...room, figures: handoverFigures(room.ledger) }),
    handoverSenderOperations(room),
    clockOperations(room),
    policyOperations(room),
    sourceOperations(room),
    budgetRecordOperations(room),
    budgetLineOperations(room),
    budgetChangeOperations(room),
    budgetAnswerOperations(room),
    rechargeOperations(room),
    positionOperations(room),
    explanationOperations(room),
    importOperations(room),
  ];
  return operations.flat().map(answeringOutages);
}
