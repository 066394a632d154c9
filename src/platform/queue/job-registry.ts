import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.ts';
import { type Refusal, type Result, refused } from '../result.ts';
import type { JobContract } from './job-contract.ts';

export interface JobContext {
  readonly authorityId: number;
  /** The outbox row that asked for this work: the same in every attempt, so it serves as idempotency key. */
  readonly outboxId: string;
  /** Which attempt this is. Asked about with `isCurrentAttempt` inside the transaction that writes the result. */
  readonly attempt: number;
  readonly clock: Clock;
  /** Aborted when the worker has to stop: come to a safe point and throw. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** A refusal ends the job; whatever is thrown is an outage, and the job is tried again. A processor may run twice at once. */
export type Processor<Payload> = (payload: Payload, context: JobContext) => Promise<Result<unknown, Refusal>>;

type StoredPayloadProcessor = Processor<unknown>;

/** Which processor serves which topic. */
export class JobRegistry {
  readonly #processors = new Map<string, StoredPayloadProcessor>();

  on<Payload>(contract: JobContract<Payload>, processor: Processor<Payload>): this {
    if (this.#processors.has(contract.topic)) throw new Error(`Two processors for the topic ${contract.topic}`);
    this.#processors.set(contract.topic, async (stored, context) => {
      const payload = contract.payload.safeParse(stored);
      if (!payload.success) return refused({ code: 'job-payload-invalid' });
      return processor(payload.data, context);
    });
    return this;
  }

  processorOf(topic: string): StoredPayloadProcessor | undefined {
    return this.#processors.get(topic);
  }
}
