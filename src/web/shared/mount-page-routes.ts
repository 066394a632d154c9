import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import { browserCookie, browserToken, formToken, isFormToken, newToken, type Session, sessionToken } from '../../people/index.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { isOutage } from '../../platform/database/outage.ts';
import { refuseOtherMethods } from '../../platform/http/allowed-methods.ts';
import { addressOf } from '../../platform/http/network-address.ts';
import { pageHeaders } from '../../platform/http/page-headers.ts';
import { platformProblems } from '../../platform/http/problem-table.ts';
import { requestIdOf, requestIds } from '../../platform/http/request-id.ts';
import { requestLog } from '../../platform/http/request-log.ts';
import { comesFromOurPages } from '../../platform/http/same-origin.ts';
import { neverStored } from '../../platform/http/security-headers.ts';
import { sendParts } from '../../platform/http/send-parts.ts';
import { pageFrame } from './page-frame.ts';
import type { PageAnswer, PageRequest, PageRoute } from './page-route.ts';
import { type Posted, readPost } from './read-post.ts';
import { type Trouble, troublePage } from './trouble-page.ts';

export interface PageRoutesOptions {
  readonly routes: readonly PageRoute[];
  readonly resolveSession: (cookieHeader: string | undefined) => Promise<Session | undefined>;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Every form passes the same three gates before its handler sees it: it comes from one of our own pages, it is a form, and it carries the
 * token that only a page made for this very browser could know.
 */
export function mountPageRoutes(options: PageRoutesOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const always = [requestIds(options.clock), requestLog(options.log), pageHeaders(), neverStored, ownHost(options.publicUrl)];
  for (const path of new Set(options.routes.map((route) => route.path))) {
    const here = options.routes.filter((route) => route.path === path);
    const route = router.route(path).all(...always);
    for (const each of here) route[each.method](serve(each, options));
    route.all(
      refuseOtherMethods(
        here.map(({ method }) => method),
        platformProblems,
      ),
    );
  }
  return router;
}

function serve(route: PageRoute, options: PageRoutesOptions): RequestHandler {
  return async (request, response) => {
    try {
      const cookies = request.get('cookie');
      const session = await options.resolveSession(cookies);
      const browser = browserToken(cookies) ?? newToken();
      if (browserToken(cookies) === undefined) response.append('Set-Cookie', browserCookie(browser));
      const token = session === undefined ? undefined : sessionToken(cookies);
      const asked = { request, session, token, browser, requestId: requestIdOf(response) };
      if (session !== undefined) response.locals['principal'] = `identity:${session.identityId}`;
      let posted: Posted = { form: new URLSearchParams() };
      if (route.method === 'post') {
        if (!comesFromOurPages(request.headers, options.publicUrl)) return sendTrouble(response, 'from-elsewhere');
        const isOurs = (form: URLSearchParams) => isFormToken(form.get('token'), token ?? browser);
        const read = await readPost(request, response, route, (form) => session !== undefined && isOurs(form));
        if (read === undefined) return sendTrouble(response, 'not-a-form');
        if (!isOurs(read.form)) return sendTrouble(response, 'form-stale');
        posted = read;
      }
      if (route.access === 'signed-in' && session === undefined) {
        const back = route.method === 'get' ? `?returnTo=${encodeURIComponent(request.originalUrl)}` : '';
        return await send(response, { kind: 'go', to: `/sign-in${back}` }, undefined);
      }
      const pageRequest = readRequest(asked, posted);
      await send(response, await route.handle(pageRequest), pageRequest);
    } catch (error) {
      if (!isOutage(error)) options.log.error({ err: error, requestId: requestIdOf(response) }, 'a page failed unexpectedly');
      if (response.headersSent) request.socket.destroy();
      else sendTrouble(response, isOutage(error) ? 'away' : 'broken');
    }
  };
}

interface Asked {
  readonly request: Request;
  readonly session: Session | undefined;
  readonly token: string | undefined;
  readonly browser: string;
  readonly requestId: string;
}

function readRequest({ request, session, token, browser, requestId }: Asked, posted: Posted): PageRequest {
  return {
    path: request.path,
    query: new URLSearchParams(request.originalUrl.split('?', 2)[1] ?? ''),
    ...posted,
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    session,
    sessionToken: token,
    browserToken: browser,
    formToken: formToken(token ?? browser),
    address: addressOf(request),
    device: request.get('user-agent') ?? '',
    requestId,
  };
}

async function send(response: Response, answer: PageAnswer, request: PageRequest | undefined): Promise<void> {
  for (const cookie of answer.cookies ?? []) response.append('Set-Cookie', cookie);
  switch (answer.kind) {
    case 'go':
      // Only ever a path of ours or an issuer's own address: handlers make it, never a request.
      response.status(303).set('Location', answer.to).end();
      return;
    case 'json':
      response.status(answer.status ?? 200).json(answer.body);
      return;
    case 'picture':
      response.type('image/svg+xml').send(answer.svg);
      return;
    case 'file':
      response.type(answer.mediaType).set({ 'Content-Disposition': `attachment; filename="${answer.fileName}"` });
      if (Buffer.isBuffer(answer.content)) response.send(answer.content);
      else await sendParts(response, answer.content);
      return;
    case 'page': {
      const who = request?.session && { email: request.session.email, formToken: request.formToken };
      const page = pageFrame({
        title: answer.title,
        content: answer.content,
        ...(who && { who }),
        ...(answer.script && { script: answer.script }),
      });
      response
        .status(answer.status ?? 200)
        .type('text/html')
        .send(page);
    }
  }
}

function sendTrouble(response: Response, trouble: Trouble): void {
  const { status, title, content } = troublePage(trouble);
  response.status(status).type('text/html').send(pageFrame({ title, content }));
}

/** On one machine people write 127.0.0.1 or localhost as they please, but cookies and passkeys belong to one name: they are taken to it. */
function ownHost(publicUrl: string): RequestHandler {
  const own = new URL(publicUrl);
  return (request, response, next) => {
    const host = request.get('host') ?? '';
    if (request.method === 'GET' && own.hostname === 'localhost' && host === `127.0.0.1:${own.port}`) {
      response.redirect(307, `${publicUrl}${request.originalUrl.startsWith('//') ? '/' : request.originalUrl}`);
    } else next();
  };
}
