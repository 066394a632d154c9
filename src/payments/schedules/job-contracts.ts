import { z } from 'zod';
import { defineJob, plannedWindow } from '../../platform/queue/job-contract.ts';

/** Daily: agreements past their last day are carried on while the plan is in force. */
export const carryOnPayments = defineJob({ topic: 'payments.carry-on', payload: plannedWindow });

/** Told to whoever alerts officers: this agreement has passed its last day and is paid on by its last terms. */
export const agreementPastItsDate = defineJob({ topic: 'payments.agreement-past-its-date', payload: z.object({ agreementId: z.uuid() }) });
