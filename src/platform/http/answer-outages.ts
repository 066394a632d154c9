import { isOutage } from '../database/outage.ts';
import { refused } from '../result.ts';
import type { Operation } from './operation.ts';

/** A database that is away is 503 and never 500: the same request, with the same key, may succeed in a moment. */
export function answeringOutages(operation: Operation): Operation {
  return {
    ...operation,
    handle: async (request) => {
      try {
        return await operation.handle(request);
      } catch (error) {
        if (isOutage(error)) return refused({ code: 'service-busy' });
        throw error;
      }
    },
  };
}
