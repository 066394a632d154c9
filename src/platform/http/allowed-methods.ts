import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';
import type { ProblemTable } from './problem-table.ts';

/** OPTIONS is answered from the same list as the 405, so the two cannot disagree. There is no CORS: keys belong on servers, not in browsers. */
export function refuseOtherMethods(methods: readonly string[], problems: ProblemTable): RequestHandler {
  const allowed = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allow = [...allowed, 'OPTIONS'].join(', ');
  return (request, response) => {
    response.set('Allow', allow);
    if (request.method === 'OPTIONS') response.status(204).end();
    else sendProblem(response, { code: 'method-not-allowed' }, problems);
  };
}
