import { z } from 'zod';
import type { BudgetRoom } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import { type PlainDate, parsePlainDate } from '../../platform/calendar/plain-date.ts';
import type { FileScanner } from '../../platform/files/file-scanner.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { nameCheckNotConfigured, type PayeeNameCheck } from '../payees/name-check.ts';
import type { StripeDesk } from '../rails/stripe/stripe-connection.ts';
import type { AnswersDesk } from '../returns/answers/answers-desk.ts';
import { councilPayees } from '../runs/council-payees.ts';
import { instalmentsDue } from '../runs/instalments-due.ts';
import type { RunDesk } from '../runs/run-desk.ts';

/**
 * What the operations on payments work with: the room below and, where they differ from the council's own, what runs work with. A port
 * that is not wired answers as one that is not configured.
 */
export type PaymentRoom = BudgetRoom &
  Partial<Pick<RunDesk, 'dueLines' | 'payees' | 'rails'>> & {
    readonly nameCheck?: PayeeNameCheck;
    readonly scanner?: FileScanner;
    /** The account at Stripe, of the one authority that has it. */
    readonly stripe?: StripeDesk | undefined;
  };

export function runDeskOf(room: PaymentRoom): RunDesk {
  const { database, ledger, clock } = room;
  return {
    database,
    ledger,
    clock,
    dueLines: room.dueLines ?? instalmentsDue,
    payees: room.payees ?? councilPayees(room),
    rails: room.rails ?? new Map(),
  };
}

/** The same, for files to the bank and what it answers. */
export function bankFileDeskOf(room: PaymentRoom): AnswersDesk {
  const { keyRing, businessDate } = room;
  return { ...runDeskOf(room), keyRing, businessDate, nameCheck: room.nameCheck ?? nameCheckNotConfigured };
}

export const actorOf = ({ authorityId, principal }: Caller): Actor => ({ authorityId, principal });

export const daySchema = z
  .string()
  .refine((text) => parsePlainDate(text) !== undefined, 'This must be a day of the calendar, written YYYY-MM-DD.')
  .transform((text) => text as PlainDate)
  .meta({ format: 'date' });
export const railSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,29}$/, 'This must be the code of a rail, such as manual.')
  .meta({ example: 'manual' });
export const codeSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'This must be a short code in small letters, such as account-closed.');
export const runParams = z.strictObject({ runId: z.uuid() });
export const paymentParams = z.strictObject({ instructionId: z.uuid() });

export const RUN_ID = '01981c5e-7d7a-7c31-9a2b-0d7c5a1e4f10';
export const INSTRUCTION_ID = '0b6f4c9e-55a1-5c0d-8f1e-2a9d3e7b6c54';
