import { z } from 'zod';
import { defineJob } from '../../../platform/queue/job-contract.ts';

const ofFile = z.object({ fileId: z.uuid() });

/** Asked for by an import, in its own transaction: what follows for the payees. */
export const followBankAnswers = defineJob({ topic: 'payments.follow-bank-answers', payload: ofFile });
/** Told to whoever alerts officers: some lines of this file wait for a person. */
export const bankAnswersWait = defineJob({ topic: 'payments.bank-answers-wait', payload: ofFile });
/** Told to whoever alerts officers: the bank says that a payee has died. */
export const payeeDiedSaysBank = defineJob({ topic: 'payments.payee-died-says-bank', payload: z.object({ answerId: z.uuid() }) });
