import { defineJob, plannedWindow } from '../../platform/queue/job-contract.ts';

/** Every few minutes: whatever was cut off between a decision and its money is finished. */
export const sweepBookings = defineJob({ topic: 'budgets.sweep-bookings', payload: plannedWindow });
