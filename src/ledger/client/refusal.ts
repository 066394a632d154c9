import type { PlatformProblemCode } from '../../platform/http/problem-table.ts';
import type { LedgerCode } from '../refusals.ts';

/** Every code with which the service says no to a call of this client. They never change their meaning, so a program may rely on them. */
export type ServiceCode = LedgerCode | PlatformProblemCode;

/** The service said no: nothing has happened, but for `service-unavailable`, where it is not known. */
export interface ServiceRefusal {
  readonly code: ServiceCode;
  readonly status: number;
  readonly title: string;
  /** What to do about it, with the figures of this case. */
  readonly detail: string;
  /** The whole problem document, with the facts of the refusal as further members. */
  readonly problem: Readonly<Record<string, unknown>>;
}

/**
 * There is no answer that could be read. It is not known whether the request was carried out: the same call with the same key finds out,
 * and carries it out if it was not.
 */
export interface NoAnswer {
  readonly code: 'deadline-passed' | 'answer-not-understood';
  readonly detail: string;
  /** Send the call again with this key, if it had one. */
  readonly idempotencyKey?: string;
}

export type ClientRefusal = ServiceRefusal | NoAnswer;

/** What a list throws when a page is refused: an iteration has no other way to say so. */
export class ListRefused extends Error {
  readonly refusal: ClientRefusal;

  constructor(refusal: ClientRefusal) {
    super(`${refusal.code}: ${refusal.detail}`);
    this.refusal = refusal;
  }
}
