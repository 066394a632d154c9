import express, { type Express } from 'express';
import { refuseOtherMethods } from '../platform/http/allowed-methods.ts';
import { platformProblems } from '../platform/http/problem-table.ts';
import { requestIds } from '../platform/http/request-id.ts';
import { neverStored, securityHeaders } from '../platform/http/security-headers.ts';
import { showHome } from './home/home-page.ts';
import type { PageSources } from './shared/page-sources.ts';
import { styleSheet } from './shared/style-sheet.ts';

export interface PagesOptions extends PageSources {
  /** Answers whatever is not a page. */
  readonly api: Express;
}

/** The pages people read, in front of the admin API. Server-rendered, no script, and the same strict headers as the API's own pages. */
export function mountPages({ api, ...sources }: PagesOptions): Express {
  const pages = express();
  pages.disable('x-powered-by');
  pages.disable('etag');
  pages.disable('trust proxy');
  const others = refuseOtherMethods(['get'], platformProblems);
  const page = [requestIds(sources.clock), securityHeaders(), neverStored];
  pages.route('/').all(page).get(showHome(sources)).all(others);
  pages.route('/pages.css').all(page).get(styleSheet()).all(others);
  pages.use(api);
  return pages;
}
