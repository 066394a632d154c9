import type { z } from 'zod';
import { type BookingDesk, sweepBookingSteps, type sweepBookings } from '../src/budgets/index.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

/** Finishes what was cut off between a decision and its money. What fails again is tried at the next sweep, and shows in the log. */
export function sweepBookingsProcessor(desk: BookingDesk): Processor<z.infer<typeof sweepBookings.payload>> {
  return async (_, { authorityId, log }) => {
    const { finished, failed } = await sweepBookingSteps(desk, authorityId);
    for (const { stepId, error } of failed) log.error({ err: error, stepId }, 'a booking could not be finished and will be tried again');
    if (finished > 0) log.info({ finished }, 'bookings that were cut off are finished');
    return accepted(undefined);
  };
}
