import type { RequestHandler, Response } from 'express';
import type { Clock } from '../clock/clock.ts';
import { timeOrderedId } from '../ids/time-ordered-id.ts';

/** What another system may call a request: long enough to be its own, and nothing that could forge a log line or a header. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._-]{7,99}$/;

/** Names every request, so that an answer, a log line and a telephone call can speak of the same one. */
export function requestIds(clock: Clock): RequestHandler {
  return (request, response, next) => {
    const inbound = request.get('x-request-id');
    const requestId = inbound !== undefined && SANE.test(inbound) ? inbound : timeOrderedId(clock.now());
    response.locals['requestId'] = requestId;
    response.set('X-Request-Id', requestId);
    next();
  };
}

export function requestIdOf(response: Response): string {
  const requestId: unknown = response.locals['requestId'];
  if (typeof requestId !== 'string') throw new Error('requestIds() must stand before everything that answers.');
  return requestId;
}
