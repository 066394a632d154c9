import type { Request, Response } from 'express';
import type { Caller, Operation, Scope } from '../platform/http/operation.ts';
import { requestIdOf } from '../platform/http/request-id.ts';
import { accepted, type Refusal, type Result } from '../platform/result.ts';

export interface Identity {
  readonly principal: string;
  readonly authorityId: number;
  readonly scopes: readonly Scope[];
}

/** Judges the Authorization header as it was sent; undefined when there was none. */
export type Authenticate = (authorizationHeader: string | undefined) => Promise<Result<Identity, Refusal>>;

/** Belongs to no authority: 0 is nobody's number, so a public operation that touched a tenant's table by mistake would find no rows. */
const ANYBODY: Identity = { principal: 'anonymous', authorityId: 0, scopes: ['public'] };

export function identifyWith(authenticate: Authenticate) {
  return async (request: Request, operation: Operation, response: Response): Promise<Result<Caller, Refusal>> => {
    const identified = operation.scope === 'public' ? accepted(ANYBODY) : await authenticate(request.get('authorization'));
    if (!identified.ok) return identified;
    const { principal, authorityId, scopes } = identified.value;
    response.locals['principal'] = principal;
    return accepted({
      kind: operation.scope === 'public' ? 'anonymous' : 'machine',
      principal,
      authorityId,
      scopes,
      standings: [],
      address: request.socket.remoteAddress ?? 'unknown',
      requestId: requestIdOf(response),
    });
  };
}
