import { createHash } from 'node:crypto';
import express, { type RequestHandler, type Router } from 'express';
import { refuseOtherMethods } from '../platform/http/allowed-methods.ts';
import { sendProblem } from '../platform/http/problem.ts';
import { styleSheet } from '../platform/http/style-sheet.ts';
import { problemPage, problemsPage } from './problem-pages.ts';
import { type ReferenceOptions, referencePage } from './reference-page.ts';

/** The pages beside the operations: what a person reads. They are the same for everybody, and made once. */
export function referencePages(options: ReferenceOptions): Router {
  const { problems, operations } = options;
  const router = express.Router({ caseSensitive: true, strict: true });
  const others = refuseOtherMethods(['get'], problems);
  const pages = new Map(
    Object.entries(problems).map(([code, kind]) => [code, fixed('text/html', problemPage(code, kind, problems, operations))]),
  );

  router
    .route('/docs')
    .get(fixed('text/html', referencePage(options)))
    .all(others);
  router
    .route('/docs/page.css')
    .get(fixed('text/css', styleSheet(new URL('page.css', import.meta.url))))
    .all(others);
  router
    .route('/problems')
    .get(fixed('text/html', problemsPage(problems)))
    .all(others);
  router
    .route('/problems/:code')
    .get((request, response, next) => {
      const page = pages.get(request.params.code);
      if (page === undefined) sendProblem(response, { code: 'path-unknown' }, problems);
      else page(request, response, next);
    })
    .all(others);
  return router;
}

/** Revalidated each time by the hash of its bytes, so that a new release is seen at once. */
function fixed(type: string, text: string): RequestHandler {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  return (_request, response) => {
    response.locals['operationId'] = 'service.show-page';
    response.set({ ETag: tag, 'Cache-Control': 'no-cache' }).type(type).send(text);
  };
}
