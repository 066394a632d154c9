import type { BookingKinds } from './booking/index.ts';
import { budgetDecisionKinds } from './budgets/index.ts';
import { disputeBooking, UPHELD } from './recharges/disputes.ts';
import { SEAL, sealBooking } from './recharges/seal-recharge.ts';
import { sourceBookingKinds } from './sources/set-source-year.ts';

/** Every kind of step of this room, for the sweeper. */
export const budgetBookingKinds: BookingKinds = {
  ...sourceBookingKinds,
  ...budgetDecisionKinds,
  [SEAL]: sealBooking,
  [UPHELD]: disputeBooking,
};
