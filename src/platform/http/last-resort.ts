import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { sendProblem } from './problem.ts';
import type { ProblemTable } from './problem-table.ts';
import { requestIdOf } from './request-id.ts';

export function pathUnknown(problems: ProblemTable): RequestHandler {
  return (_request, response) => {
    sendProblem(response, { code: 'path-unknown' }, problems);
  };
}

/** What nobody expected: the whole story goes to the log under the request id, and the caller gets the id and no word of the story. */
export function lastResort(problems: ProblemTable, log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (error instanceof URIError) {
      sendProblem(response, { code: 'path-malformed' }, problems);
      return;
    }
    log.error(
      { err: error, requestId: requestIdOf(response), operationId: response.locals['operationId'] },
      'a request failed unexpectedly',
    );
    // Half an answer cannot be taken back; a broken connection at least is not mistaken for a whole one.
    if (response.headersSent) request.socket.destroy();
    else sendProblem(response, { code: 'internal-error' }, problems);
  };
}
