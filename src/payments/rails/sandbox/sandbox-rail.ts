import { z } from 'zod';
import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import type { AskAnswer, PaymentRail, RailStatus, SendAnswer } from '../payment-rail.ts';
import type { FaultScript } from './faults.ts';

export interface SandboxAddress {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  readonly token: string;
}

export interface SandboxRail extends PaymentRail {
  /** The made-up bank's day only moves on. */
  moveTo(today: PlainDate): Promise<void>;
  play(faults: Partial<FaultScript>): Promise<void>;
  /** As a payment service does after a day: the same key is then a new payment to it. */
  forgetKeys(): Promise<void>;
}

export const SANDBOX_RAIL = 'sandbox';

const day = z
  .string()
  .refine((text) => parsePlainDate(text) !== undefined)
  .transform((text) => text as PlainDate);
const paidSchema = z.object({ railReference: z.string() });
const refusedSchema = z.object({ refused: z.string() });
const paymentSchema = z.object({
  railReference: z.string(),
  bookedOn: day,
  returned: z.object({ returnedOn: day, reason: z.string() }).optional(),
});
const statementSchema = z.object({
  lines: z.array(
    z.object({ bookedOn: day, amount: z.string(), reference: z.string(), bankReference: z.string(), reason: z.string().optional() }),
  ),
  next: z.string(),
});
const daySchema = z.object({ today: day });

const ASK_DEADLINE_MS = 10_000;

/** The sandbox as a rail like any other: over the wire, with answers that may be missing. */
export function sandboxRail({ url, token }: SandboxAddress): SandboxRail {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, body?: unknown, signal: AbortSignal = AbortSignal.timeout(ASK_DEADLINE_MS)) => {
    const init = { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(url + path, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  const told = async <Value>(schema: z.ZodType<Value>, path: string): Promise<Value | undefined> => {
    const { status, body } = await ask('GET', path);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`The sandbox rail answered ${status}.`);
    return schema.parse(body);
  };
  const statement = async (readTo: string | undefined) => {
    const found = await told(statementSchema, `/statement?from=${readTo ?? '0'}`);
    if (found === undefined) throw new Error('The sandbox rail has no statement.');
    return found;
  };
  const obeyed = async (path: string, body: unknown) => {
    const { status } = await ask('POST', path, body);
    if (status >= 300) throw new Error(`The sandbox rail answered ${status} to ${path}.`);
  };
  return {
    code: SANDBOX_RAIL,
    // The made-up bank knows accounts by their numbers, as a bank does, and not by our ids.
    send: async ({ amount, accountId: _, ...instruction }, { signal }): Promise<SendAnswer> => {
      const { status, body } = await ask('POST', '/payments', { ...instruction, amount: `${amount}` }, signal);
      if (status === 422) return { answer: 'refused', reason: refusedSchema.parse(body).refused };
      if (status !== 200 && status !== 201) throw new Error(`The sandbox rail answered ${status}.`);
      return { answer: 'taken', railReference: paidSchema.parse(body).railReference };
    },
    askByReference: async (reference): Promise<AskAnswer> => {
      const payment = await told(paymentSchema, `/payments?reference=${reference}`);
      return payment === undefined ? { answer: 'absent' } : { answer: 'taken', railReference: payment.railReference };
    },
    status: async (railReference): Promise<RailStatus> => {
      const payment = await told(paymentSchema, `/status?railReference=${railReference}`);
      if (payment === undefined) return { status: 'unknown' };
      return payment.returned === undefined ? { status: 'paid' } : { status: 'returned', ...payment.returned };
    },
    returnsSince: async (readTo) => {
      const { lines, next } = await statement(readTo);
      const back = lines.filter(({ amount }) => !amount.startsWith('-'));
      const returns = back.map(({ bookedOn, amount, reference, bankReference, reason }) => {
        return { reference, amount: BigInt(amount), returnedOn: bookedOn, reason: reason ?? 'unknown', bankReference };
      });
      return { returns, readTo: next };
    },
    statementSince: async (readTo) => {
      const { lines, next } = await statement(readTo);
      return { lines: lines.map(({ reason: _, ...line }) => ({ ...line, amount: BigInt(line.amount) })), readTo: next };
    },
    today: async () => (await told(daySchema, '/day'))?.today ?? Promise.reject(new Error('The sandbox rail does not know its day.')),
    moveTo: (today) => obeyed('/day', { today }),
    play: (faults) => obeyed('/faults', faults),
    forgetKeys: () => obeyed('/keys/forget', {}),
  };
}
