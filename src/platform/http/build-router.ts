import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { accepted, type Refusal, type Result, refused } from '../result.ts';
import { refuseOtherMethods } from './allowed-methods.ts';
import { checkOperations } from './check-operations.ts';
import { sendEvents } from './event-stream.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { jsonText } from './json-text.ts';
import { nextPageLink } from './list.ts';
import type { Caller, Gate, Operation, OperationAnswer, OperationRequest } from './operation.ts';
import { sendProblem } from './problem.ts';
import type { ProblemTable } from './problem-table.ts';
import { readErrand } from './read-errand.ts';
import { announcesBody, type BodyReader, jsonBodyReader } from './read-json-body.ts';
import { readUpload, UploadBrokenOff, type UploadRule } from './read-upload.ts';
import { checkPart } from './request-faults.ts';
import { scopesOnly } from './scopes-only.ts';
import { sendParts } from './send-parts.ts';
import { readIfMatch } from './version-tag.ts';

export interface RouterOptions {
  readonly operations: readonly Operation[];
  /** Rows for every code that any operation may answer with. */
  readonly problems: ProblemTable;
  /** Says who asks; called for every operation, the public ones too. */
  identify(request: Request, operation: Operation, response: Response): Promise<Result<Caller, Refusal>>;
  readonly gate?: Gate | undefined;
}

type AnyRequest = OperationRequest<unknown, unknown, unknown>;

const NOTHING = z.strictObject({});

/** A body of a megabyte can hold a hundred thousand faults; their list would be larger than the body. */
const MOST_FAULTS = 100;

/**
 * Every route follows the same steps in the same order: who asks and whether they may, then headers, then the body, then the schemas, and
 * only then the operation. A caller without a key learns nothing about bodies, and a body is read for nobody who may not send it.
 */
export function buildRouter(options: RouterOptions): Router {
  checkOperations(options.operations, options.problems);
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const [path, operations] of byPath(options.operations)) {
    const route = router.route(path.replaceAll(/\{([^}]+)\}/g, ':$1'));
    for (const operation of operations) route[operation.method](serve(operation, options));
    route.all(
      refuseOtherMethods(
        operations.map(({ method }) => method),
        options.problems,
      ),
    );
  }
  return router;
}

/** Literal steps go before parameters, so that `/entries/bulk` is never taken for an entry called bulk. */
function byPath(operations: readonly Operation[]): readonly (readonly [string, readonly Operation[]])[] {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  const rank = (path: string) => path.replaceAll(/\{[^}]+\}/g, '\u{10FFFF}');
  return [...paths].toSorted(([one], [other]) => (rank(one) < rank(other) ? -1 : 1));
}

function serve(operation: Operation, options: RouterOptions): RequestHandler {
  const readBody = operation.body === undefined ? undefined : jsonBodyReader(operation.bodyLimitBytes);
  return async (request, response) => {
    response.locals['operationId'] = operation.id;
    const result = await answerTo(operation, options, readBody, request, response).catch(refusalOfUpload);
    // What is left of an upload that was not read to its end is not waited for.
    if (operation.upload !== undefined && !request.readableEnded) response.set('Connection', 'close');
    if (!result.ok) sendProblem(response, result.refusal, options.problems);
    else if (result.value.events !== undefined) await sendEvents(response, result.value.events);
    else await sendAnswer(request, response, operation, result.value);
  };
}

function refusalOfUpload(error: unknown): Result<never, Refusal> {
  if (error instanceof UploadBrokenOff) return refused(error.refusal);
  throw error;
}

async function answerTo(
  operation: Operation,
  options: RouterOptions,
  readBody: BodyReader | undefined,
  request: Request,
  response: Response,
): Promise<Result<OperationAnswer<unknown>, Refusal>> {
  const identified = await options.identify(request, operation, response);
  if (!identified.ok) return identified;
  const errand = readErrand(request);
  if (!errand.ok) return errand;
  const gate = options.gate ?? scopesOnly;
  const admitted = await gate.admit({ ...identified.value, ...errand.value }, operation, request.params as Record<string, string>);
  if (!admitted.ok) return admitted;
  const caller = admitted.value;
  const headers = readHeaders(operation, request);
  if (!headers.ok) return headers;
  const body = await bodyOf(readBody, operation.upload, request, response);
  if (!body.ok) return body;
  const checked = checkRequest(operation, request, body.value);
  if (!checked.ok) return checked;
  const upload = operation.upload === undefined ? accepted(undefined) : readUpload(request, operation.upload);
  if (!upload.ok) return upload;
  const answer = await operation.handle({ caller, ...headers.value, ...checked.value, upload: upload.value });
  if (!answer.ok || answer.value.opened === undefined) return answer;
  const kept = await gate.keepOpened(caller, operation, answer.value.opened);
  return kept.ok ? answer : kept;
}

function readHeaders(operation: Operation, request: Request): Result<Pick<AnyRequest, 'idempotencyKey' | 'ifMatch'>, Refusal> {
  const ifMatch = readIfMatch(request.get('if-match'));
  if (!ifMatch.ok) return ifMatch;
  if (operation.ifMatchRequired === true && ifMatch.value === undefined) return refused({ code: 'if-match-missing' });
  if (operation.idempotent !== true) return accepted({ idempotencyKey: undefined, ifMatch: ifMatch.value });
  const key = readIdempotencyKey(request.get('idempotency-key'));
  return key.ok ? accepted({ idempotencyKey: key.value, ifMatch: ifMatch.value }) : key;
}

async function bodyOf(
  readBody: BodyReader | undefined,
  upload: UploadRule | undefined,
  request: Request,
  response: Response,
): Promise<Result<unknown, Refusal>> {
  if (readBody !== undefined) return readBody(request, response);
  if (upload !== undefined) return accepted(undefined);
  return announcesBody(request) ? refused({ code: 'body-unexpected' }) : accepted(undefined);
}

function checkRequest(
  operation: Operation,
  request: Request,
  body: unknown,
): Result<Pick<AnyRequest, 'params' | 'query' | 'body'>, Refusal> {
  const params = checkPart('path', operation.params ?? NOTHING, { ...request.params });
  const query = checkPart('query', operation.query ?? NOTHING, { ...request.query });
  const checkedBody = operation.body === undefined ? { value: undefined, faults: [] } : checkPart('body', operation.body, body);
  const errors = [...params.faults, ...query.faults, ...checkedBody.faults];
  if (errors.length > MOST_FAULTS)
    return refused({ code: 'request-invalid', errors: errors.slice(0, MOST_FAULTS), errorsOmitted: errors.length - MOST_FAULTS });
  if (errors.length > 0) return refused({ code: 'request-invalid', errors });
  return accepted({ params: params.value, query: query.value, body: checkedBody.value });
}

async function sendAnswer(request: Request, response: Response, operation: Operation, answer: OperationAnswer<unknown>): Promise<void> {
  response.status(answer.status ?? operation.answer.status).set({ ...answer.headers });
  if (answer.replayed === true) response.set('Idempotency-Hit', 'true');
  if (answer.nextCursor !== undefined) response.set('Link', nextPageLink(request.originalUrl, answer.nextCursor));
  if (answer.bodyParts !== undefined) await sendParts(response.type('application/json'), answer.bodyParts);
  else if (answer.body === undefined) response.end();
  else response.type('application/json').send(jsonText(answer.body));
}
