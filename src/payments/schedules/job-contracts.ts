import { z } from 'zod';
import { defineJob, plannedWindow } from '../../platform/queue/job-contract.ts';

/** Daily: agreements past their last day are carried on while the plan is in force. */
export const carryOnPayments = defineJob({ topic: 'payments.carry-on', payload: plannedWindow });

/** Told to whoever alerts officers: the books do not take what two people agreed to repay a family. */
export const outlayRefused = defineJob({
  topic: 'payments.outlay-refused',
  payload: z.object({ agreementId: z.uuid(), dueRef: z.string(), ledgerCode: z.string() }),
});

/** Told to whoever alerts officers: this agreement has passed its last day and is paid on by its last terms. */
export const agreementPastItsDate = defineJob({ topic: 'payments.agreement-past-its-date', payload: z.object({ agreementId: z.uuid() }) });
