import type { Request, Response } from 'express';
import { isFormToken, type KnownCaller, sessionToken } from '../people/index.ts';
import { isOutage } from '../platform/database/outage.ts';
import { addressOf } from '../platform/http/network-address.ts';
import type { Caller, Operation, Scope } from '../platform/http/operation.ts';
import { requestIdOf } from '../platform/http/request-id.ts';
import { comesFromOurPages } from '../platform/http/same-origin.ts';
import { accepted, type Refusal, type Result, refused } from '../platform/result.ts';

export interface Identity {
  readonly principal: string;
  readonly authorityId: number;
  readonly scopes: readonly Scope[];
}

/** Judges the Authorization header as it was sent; undefined when there was none. */
export type Authenticate = (authorizationHeader: string | undefined) => Promise<Result<Identity, Refusal>>;

/** How people come in whom a page of ours has signed in. */
export interface PeopleByCookie {
  readonly publicUrl: string;
  /** Undefined when the cookie stands for no session any more. */
  callerOf(cookieHeader: string | undefined): Promise<KnownCaller | undefined>;
}

/** Belongs to no authority: 0 is nobody's number, so a public operation that touched a tenant's table by mistake would find no rows. */
const ANYBODY: KnownCaller = { kind: 'anonymous', principal: 'anonymous', authorityId: 0, scopes: ['public'], standings: [] };
const CHANGES_NOTHING = new Set(['GET', 'HEAD']);

export function identifyWith(authenticate: Authenticate, people?: PeopleByCookie) {
  return async (request: Request, operation: Operation, response: Response): Promise<Result<Caller, Refusal>> => {
    const known = operation.scope === 'public' ? accepted(ANYBODY) : await callerOf(request, authenticate, people);
    if (!known.ok) return known;
    response.locals['principal'] = known.value.principal;
    return accepted({ ...known.value, address: addressOf(request), requestId: requestIdOf(response) });
  };
}

/** A header wins over a cookie: a browser sends its cookies to whoever asks, a header only somebody who means it. */
async function callerOf(request: Request, authenticate: Authenticate, people?: PeopleByCookie): Promise<Result<KnownCaller, Refusal>> {
  const authorization = request.get('authorization');
  const cookies = request.get('cookie');
  const token = people === undefined || authorization !== undefined ? undefined : sessionToken(cookies);
  if (people === undefined || token === undefined) {
    const machine = await authenticate(authorization);
    return machine.ok ? accepted({ kind: 'machine', standings: [], ...machine.value }) : machine;
  }
  const caller = await people.callerOf(cookies).catch((error: unknown) => {
    if (isOutage(error)) return 'away' as const;
    throw error;
  });
  if (caller === 'away') return refused({ code: 'service-busy' });
  if (caller === undefined) return refused({ code: 'credentials-invalid' });
  const isMeant =
    CHANGES_NOTHING.has(request.method) ||
    (comesFromOurPages(request.headers, people.publicUrl) && isFormToken(request.get('x-csrf-token'), token));
  return isMeant ? accepted(caller) : refused({ code: 'not-from-our-pages' });
}
