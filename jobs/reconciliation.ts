import type { z } from 'zod';
import type { JobRegistry, Processor } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';
import { type MatchDesk, matchAccount, matchAllAccounts, matchAllRequested, matchRequested } from '../src/reconciliation/index.ts';

const SYSTEM = 'system';

/**
 * Matches, proposes and posts: one account after an import, and all of them every day, for what was sent since may explain older lines. Both
 * may be killed and run twice at once: a line is taken once, and what was written is booked by the sweeper.
 */
export function registerReconciliation(processors: JobRegistry, desk: Omit<MatchDesk, 'clock'>): JobRegistry {
  const daily: Processor<z.infer<typeof matchAllRequested.payload>> = async (_window, { authorityId, clock, signal, log }) => {
    const { matched, open, refused } = await matchAllAccounts({ ...desk, clock }, { authorityId, principal: SYSTEM }, { signal });
    for (const { lineIds, code } of refused) log.warn({ lineIds, code }, 'a match could not be booked; its lines wait for an officer');
    if (matched > 0) log.info({ matched, open }, 'bank lines are matched');
    return accepted(undefined);
  };
  return processors
    .on(matchRequested, async ({ accountId }, { authorityId, clock, signal, log }) => {
      const run = await matchAccount({ ...desk, clock }, { authorityId, principal: SYSTEM }, accountId, { signal });
      // An account that the books do not know is only kept, not matched.
      if (run.ok) log.info({ accountId, matched: run.value.matched, open: run.value.open }, 'a bank account was matched');
      return accepted(undefined);
    })
    .on(matchAllRequested, daily);
}
