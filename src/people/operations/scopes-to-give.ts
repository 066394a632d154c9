import type { Caller } from '../../platform/http/operation.ts';
import { type KeyScope, keyScopes } from '../api-keys.ts';

/** An administrator answers for their whole authority, and for nothing beyond it; a machine gives no more than it has. */
export function scopesToGive(caller: Caller): KeyScope[] {
  return keyScopes.filter((scope) => (caller.kind === 'person' ? scope !== 'service:administer' : caller.scopes.includes(scope)));
}
