import { answeringOutages } from '../../platform/http/answer-outages.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { apiKeyOperations } from './api-keys.ts';
import { authorityOperations } from './authorities.ts';
import { machineClientOperations } from './machine-clients.ts';
import type { PeopleOperationsOptions } from './people-operations-options.ts';

/** What the admin API offers of this room. */
export function peopleOperations(options: PeopleOperationsOptions): readonly Operation[] {
  return [...authorityOperations(options), ...apiKeyOperations(options), ...machineClientOperations(options)].map(answeringOutages);
}
