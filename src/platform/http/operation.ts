import type { z } from 'zod';
import type { Refusal, Result } from '../result.ts';
import type { ServerSentEvent } from './event-stream.ts';
import type { Upload, UploadRule } from './read-upload.ts';

/** What an API key must hold to call an operation; `public` needs no key. */
export type Scope =
  | 'public'
  | 'ledger:read'
  | 'ledger:post'
  | 'ledger:administer'
  | 'reconciliation:read'
  | 'reconciliation:write'
  | 'service:administer';

/** Who asks, for which authority; made by the authenticator, never read from the body. */
export interface Caller {
  readonly principal: string;
  readonly authorityId: number;
  readonly scopes: readonly Scope[];
  readonly requestId: string;
}

export interface OperationRequest<Params, Query, Body> {
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Present exactly when the operation says `idempotent: true`. */
  readonly idempotencyKey: string | undefined;
  /** The value of If-Match without quotes, when sent. */
  readonly ifMatch: string | undefined;
  /** Present exactly when the operation says `upload`. */
  readonly upload: Upload | undefined;
}

export interface OperationAnswer<Value> {
  readonly status?: number;
  readonly body: Value;
  /** Becomes `Idempotency-Hit: true`: the answer of an earlier request with the same key. */
  readonly replayed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the next page of a list begins; becomes `Link: <...>; rel="next"` with the caller's own filters kept. */
  readonly nextCursor?: string;
  /** Sent instead of the body, one after the other, until there are no more or the reader goes away; needs `answer.events`. */
  readonly events?: (gone: AbortSignal) => AsyncIterable<ServerSentEvent>;
}

/** What the document and its page show; kept beside the schemas so that a test can hold them against each other. */
export interface OperationExamples {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer?: unknown;
}

/**
 * One thing the service can do, described once: the router, the OpenAPI document and the policy table are all built from it, so none of
 * them can name an operation that the others do not know.
 */
export interface Operation<Params = unknown, Query = unknown, Body = unknown, Value = unknown> {
  /** room.verb-noun, as the policy table names it: `ledger.post-entry`. */
  readonly id: `${string}.${string}`;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI form: `/v1/ledger/entries/{entryId}`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description?: string;
  readonly scope: Scope;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** POSTs that move or promise money need an Idempotency-Key header. */
  readonly idempotent?: boolean;
  /** Editing needs If-Match: without it two officers overwrite each other and neither learns of it (428). */
  readonly ifMatchRequired?: boolean;
  /** Beyond the default of one megabyte, for operations that take many items at once. */
  readonly bodyLimitBytes?: number;
  /** Instead of `body`: the bytes of a file, streamed. */
  readonly upload?: UploadRule;
  readonly examples?: OperationExamples;
  /** With `events`, `body` is what each event carries and the answer is a stream of them (text/event-stream). */
  readonly answer: { readonly status: number; readonly description: string; readonly body: z.ZodType; readonly events?: true };
  /** Codes of the refusals it may answer with, each a row of a problem table. */
  readonly refusals: readonly string[];
  handle(request: OperationRequest<Params, Query, Body>): Promise<Result<OperationAnswer<Value>, Refusal>>;
}

/** Infers the request's types from the schemas; the erased form is what routers and documents hold. */
export function defineOperation<Params = undefined, Query = undefined, Body = undefined, Value = unknown>(
  operation: Operation<Params, Query, Body, Value>,
): Operation {
  return operation as unknown as Operation;
}

/** How a refusal code is shown: the HTTP status, a title that never changes, and what the caller can do about it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly advice: string;
  /** Headers every such answer carries: `Retry-After`, `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}
