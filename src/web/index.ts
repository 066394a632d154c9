import express, { type Express } from 'express';
import type { MailFolder } from '../platform/email/folder-mailer.ts';
import { refuseOtherMethods } from '../platform/http/allowed-methods.ts';
import { platformProblems } from '../platform/http/problem-table.ts';
import { requestIds } from '../platform/http/request-id.ts';
import { neverStored, securityHeaders } from '../platform/http/security-headers.ts';
import { demoMailRoutes } from './demo-mail/demo-mail-routes.ts';
import { yourBudgetRoutes } from './families/budget/your-budget-routes.ts';
import { correspondenceRoutes } from './families/correspondence/correspondence-routes.ts';
import { copyRoutes } from './family-record/copy-routes.ts';
import { familyRecordRoutes } from './family-record/family-record-routes.ts';
import { showHome } from './home/home-page.ts';
import { secondFactorRoutes } from './second-factor/second-factor-page.ts';
import { mountPageRoutes, type PageRoutesOptions } from './shared/mount-page-routes.ts';
import { ownFile } from './shared/own-file.ts';
import { pageDoor, type RecordPages } from './shared/page-door.ts';
import type { PageRoute } from './shared/page-route.ts';
import type { PageSources } from './shared/page-sources.ts';
import { type SignInPages, signInRoutes } from './sign-in/sign-in-routes.ts';
import { yourPlacesRoutes } from './your-places/your-places-routes.ts';
import { yourSignInsRoutes } from './your-sign-ins/your-sign-ins-routes.ts';

export interface PagesOptions extends PageSources {
  /** Answers whatever is not a page. */
  readonly api: Express;
  /** The pages for people who sign in; without it there are none. */
  readonly signIn?: SignInPagesOptions;
}

export interface SignInPagesOptions extends SignInPages, Omit<PageRoutesOptions, 'routes' | 'clock' | 'publicUrl'> {
  readonly records: RecordPages;
  /** Only of a demo: the folder that stands for everybody's inbox. */
  readonly demoMail?: Pick<MailFolder, 'list'>;
}

/** The pages people read, in front of the admin API. Server-rendered, with strict headers; the one script is the passkeys' own. */
export function mountPages({ api, signIn, ...sources }: PagesOptions): Express {
  const pages = express();
  pages.disable('x-powered-by');
  pages.disable('etag');
  pages.disable('trust proxy');
  const others = refuseOtherMethods(['get'], platformProblems);
  const page = [requestIds(sources.clock), securityHeaders(), neverStored];
  pages.route('/').all(page).get(showHome(sources)).all(others);
  pages.route('/pages.css').all(page).get(ownFile('pages.css', 'text/css')).all(others);
  pages.route('/passkeys.js').all(page).get(ownFile('passkeys.js', 'text/javascript')).all(others);
  if (signIn !== undefined) {
    const { clock } = sources;
    const { resolveSession, log, desk } = signIn;
    pages.use(mountPageRoutes({ routes: pageRoutesOf(signIn), resolveSession, log, clock, publicUrl: desk.publicUrl }));
  }
  pages.use(api);
  return pages;
}

/** Every page and form for people, as data: what is mounted here is what the tests walk. */
export function pageRoutesOf({
  desk,
  issuers,
  records,
  demoMail,
}: Pick<SignInPagesOptions, 'desk' | 'issuers' | 'records' | 'demoMail'>): readonly PageRoute[] {
  const door = pageDoor(records);
  return [
    ...signInRoutes({ desk, issuers }),
    ...secondFactorRoutes(desk),
    ...yourSignInsRoutes(desk),
    ...yourPlacesRoutes(records, door),
    ...familyRecordRoutes(records, door),
    ...copyRoutes(records, door),
    ...correspondenceRoutes(records, door),
    ...(records.budgets === undefined ? [] : yourBudgetRoutes(records.budgets, door)),
    ...(demoMail === undefined ? [] : demoMailRoutes(demoMail, desk.publicUrl)),
  ];
}
