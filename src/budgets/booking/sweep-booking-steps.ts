import { inTransaction } from '../../platform/database/in-transaction.ts';
import { type BookingDesk, finishStep } from './book-step.ts';
import { abandonedSteps } from './store.ts';

const MOST_AT_ONCE = 500;

/** Finishes every step that was left half done. One that the books cannot take now stays for the next sweep and stops no other. */
export async function sweepBookingSteps(
  desk: BookingDesk,
  authorityId: number,
): Promise<{ readonly finished: number; readonly failed: readonly { readonly stepId: string; readonly error: unknown }[] }> {
  const stepIds = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) =>
    abandonedSteps(tx, authorityId, desk.clock.now(), MOST_AT_ONCE),
  );
  const failed: { stepId: string; error: unknown }[] = [];
  for (const stepId of stepIds) {
    try {
      await finishStep(desk, authorityId, stepId);
    } catch (error) {
      failed.push({ stepId, error });
    }
  }
  return { finished: stepIds.length - failed.length, failed };
}
