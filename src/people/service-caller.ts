import { v4 as uuidV4 } from 'uuid';
import type { Caller } from '../platform/http/operation.ts';

/** The service itself at work: a job, or a command of whoever runs it. What it does is kept under this name. */
export function serviceCaller(authorityId: number, principal: 'system' | 'command-line' | 'demo'): Caller {
  return { kind: 'system', principal, authorityId, scopes: [], standings: [], requestId: uuidV4() };
}
