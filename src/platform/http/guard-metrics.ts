import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { MetricsAccess } from '../config.ts';
import { sendProblem } from './problem.ts';
import type { ProblemTable } from './problem-table.ts';

/** How busy a council's payments are is nobody else's business: a monitor shows the token, and where there is none strangers find nothing. */
export function guardMetrics(access: MetricsAccess, problems: ProblemTable): RequestHandler {
  return (request, response, next) => {
    if (access === 'open') return next();
    if (access === 'off') return sendProblem(response, { code: 'path-unknown' }, problems);
    const presented = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (presented === undefined) return sendProblem(response, { code: 'credentials-missing' }, problems);
    return timingSafeEqual(digest(presented), digest(access.token))
      ? next()
      : sendProblem(response, { code: 'credentials-invalid' }, problems);
  };
}

/** Of equal length whatever was sent, so that comparing tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
