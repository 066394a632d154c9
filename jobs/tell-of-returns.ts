import type { z } from 'zod';
import { tellFamilyOfReturn, type tellOfReturn } from '../src/payments/index.ts';
import type { RecordRoom } from '../src/people/index.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';

/** Writes to whoever was to get a payment that came back; asked for by the recording of the return, in its own transaction. */
export function tellOfReturnProcessor(room: Omit<RecordRoom, 'clock'>): Processor<z.infer<typeof tellOfReturn.payload>> {
  return (payment, { authorityId, clock }) => tellFamilyOfReturn({ ...room, clock }, authorityId, payment);
}
