import type { RequestHandler } from 'express';
import { NORTHMOOR, northmoorPosition } from '../../demo/index.ts';
import { businessDates, findAuthority } from '../../people/index.ts';
import { isOutage } from '../../platform/database/outage.ts';
import type { PageSources } from '../shared/page-sources.ts';
import { type HomeFacts, presentHome } from './home-presenter.ts';
import { homeView } from './home-view.ts';

/** The first page. It asks for nothing, so it has no form; an outage costs it the figures and nothing else. */
export function showHome(sources: PageSources): RequestHandler {
  return async (_request, response) => {
    const facts = await readFacts(sources);
    response.status(facts.state === 'unreadable' ? 503 : 200);
    response.type('text/html').send(homeView(presentHome(facts)));
  };
}

async function readFacts({ database, ledger, clock }: PageSources): Promise<HomeFacts> {
  try {
    const authority = await findAuthority(database, NORTHMOOR.slug);
    if (authority === undefined) return { state: 'not-played' };
    const [position, today] = await Promise.all([
      northmoorPosition(ledger, authority.authorityId),
      businessDates(database, clock)(authority.authorityId),
    ]);
    return position === undefined ? { state: 'not-played' } : { state: 'played', council: authority.name, today, position };
  } catch (error) {
    if (isOutage(error)) return { state: 'unreadable' };
    throw error;
  }
}
