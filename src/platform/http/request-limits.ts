import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';
import type { ProblemTable } from './problem-table.ts';

const LONGEST_URL = 8_192;
const MOST_HEADERS = 100;

/** Node would drop the headers beyond a maximum in silence, and with them perhaps an If-Match; here the request is refused as a whole. */
export function requestLimits(problems: ProblemTable): RequestHandler {
  return (request, response, next) => {
    if (request.url.length > LONGEST_URL) sendProblem(response, Object.assign({ code: 'uri-too-long' }, { limit: LONGEST_URL }), problems);
    else if (request.rawHeaders.length / 2 > MOST_HEADERS) sendProblem(response, { code: 'headers-too-large' }, problems);
    else next();
  };
}
