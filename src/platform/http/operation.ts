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
  | 'budgets:read'
  | 'budgets:write'
  | 'payments:read'
  | 'payments:write'
  | 'reconciliation:read'
  | 'reconciliation:write'
  | 'alerts:read'
  | 'alerts:write'
  | 'people:read'
  | 'people:write'
  | 'people:administer'
  | 'service:administer';

/** What somebody is to an authority or to a family; one person may be several of them. */
export type Role =
  | 'young-person'
  | 'parent'
  | 'nominee'
  | 'supporter'
  | 'third-party'
  | 'provider-staff'
  | 'finance-officer'
  | 'approver'
  | 'caseworker'
  | 'auditor'
  | 'administrator'
  | 'partner';

/** One role that a person holds, as it stands at this moment: for the whole authority, for one family, or for the sources it funds. */
export interface Standing {
  readonly role: Role;
  /** The row it comes from: a membership, a person of a family, or a grant. */
  readonly standingId: string;
  readonly familyId?: string;
  /** Who they are in that family's record; of a grant, who gave it. */
  readonly personId?: string;
  /** The children whose affairs they may see: by parental responsibility, less what a court has ordered, or by the grant. */
  readonly children?: readonly string[];
  /** Of a grant: what the family lets them see and do. */
  readonly may?: readonly string[];
  /** The most they may approve at once, in pence; without it nothing that has a limit. */
  readonly limit?: bigint;
  /** Of a partner: the sources it funds. */
  readonly sources?: readonly string[];
  readonly providerId?: string;
}

/** Somebody is helped: it is done for a person of the family, who asked by this way. */
export interface Errand {
  readonly personId: string;
  readonly channel: 'phone' | 'paper' | 'in-person';
}

/** Who asks, for which authority; made by the authenticator, never read from the body. */
export interface Caller {
  readonly kind: 'anonymous' | 'machine' | 'person' | 'system';
  /** `key:…`, `client:…`, `identity:…`, `system`: what entries and the audit keep. */
  readonly principal: string;
  readonly authorityId: number;
  /** Of machines; people hold standings instead. */
  readonly scopes: readonly Scope[];
  readonly standings: readonly Standing[];
  /** By which of them the policy let this request in. */
  readonly actingAs?: Standing;
  readonly identityId?: string;
  readonly sessionId?: string;
  /** When they last proved a second factor. */
  readonly secondFactorAt?: Date;
  readonly onBehalfOf?: Errand;
  /** Why a family's record is opened, as the audit keeps it. */
  readonly purpose?: string;
  /** Where the request came from; forwarded headers are believed from the configured proxies alone. */
  readonly address?: string;
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

export interface OpenedRecord {
  readonly familyId: string;
  /** Whose part of the record; the family's as a whole when left out. */
  readonly personId?: string;
  /** Fraud and safeguarding: that it was seen is kept too, and never shown to family, supporter or provider. */
  readonly restricted?: boolean;
}

export interface OperationAnswer<Value> {
  readonly status?: number;
  readonly body: Value;
  /** Becomes `Idempotency-Hit: true`: the answer of an earlier request with the same key. */
  readonly replayed?: boolean;
  /** The body's JSON in parts, sent as they come instead of `body`, for what is too large to be held. */
  readonly bodyParts?: AsyncIterable<string>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The families whose records this answer shows: it is sent once the audit has kept who saw them. */
  readonly opened?: readonly OpenedRecord[];
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

/**
 * Stands at the door of every operation: asked before a body is read, and once more before an answer that shows a family's record leaves.
 * The rooms above fill it; without one, only keys with the scope come in.
 */
export interface Gate {
  admit(caller: Caller, operation: Operation, params: Readonly<Record<string, string>>): Promise<Result<Caller, Refusal>>;
  /** Resolves once it is on record who saw what. */
  keepOpened(caller: Caller, operation: Operation, opened: readonly OpenedRecord[]): Promise<Result<undefined, Refusal>>;
}

/** How a refusal code is shown: the HTTP status, a title that never changes, and what the caller can do about it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly advice: string;
  /** Headers every such answer carries: `Retry-After`, `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}
