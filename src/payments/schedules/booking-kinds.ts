import type { BookingKinds } from '../../budgets/index.ts';
import { recoveryBookingKinds } from '../recovery/recovery-step.ts';
import { spendingBookingKinds } from '../spending/show-spending.ts';
import { outlayKinds } from './add-outlay.ts';
import { decisionKinds } from './decision-step.ts';

/** What this room can finish, for the sweeper of bookings. */
export const paymentBookingKinds: BookingKinds = { ...decisionKinds, ...outlayKinds, ...recoveryBookingKinds, ...spendingBookingKinds };
