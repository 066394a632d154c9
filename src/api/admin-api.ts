import express, { type Express, type Router } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { IssueToken } from '../people/index.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { MetricsAccess } from '../platform/config.ts';
import { refuseOtherMethods } from '../platform/http/allowed-methods.ts';
import { buildRouter } from '../platform/http/build-router.ts';
import { guardMetrics } from '../platform/http/guard-metrics.ts';
import { healthOperations, type ReadinessChecks } from '../platform/http/health-operations.ts';
import { httpMetrics, metricsPage, processMetrics } from '../platform/http/http-metrics.ts';
import { lastResort, pathUnknown } from '../platform/http/last-resort.ts';
import type { Gate, Operation } from '../platform/http/operation.ts';
import { mergeProblemTables, type ProblemTable, platformProblems } from '../platform/http/problem-table.ts';
import { requestIds } from '../platform/http/request-id.ts';
import { requestLimits } from '../platform/http/request-limits.ts';
import { requestLog } from '../platform/http/request-log.ts';
import { neverStored, securityHeaders } from '../platform/http/security-headers.ts';
import { type Authenticate, identifyWith, type PeopleByCookie } from './authenticate-caller.ts';
import { describedOperations } from './described-operations.ts';
import { referencePages } from './reference-pages.ts';
import { tokenEndpoint } from './token-endpoint.ts';

export interface AdminApiOptions {
  readonly operations: readonly Operation[];
  /** The rooms' tables; the platform's own rows are added here. */
  readonly problems: readonly ProblemTable[];
  readonly authenticate: Authenticate;
  /** People whom our pages have signed in; without it only machines come in. */
  readonly people?: PeopleByCookie;
  /** Where machines fetch their tokens; without it only keys come in. */
  readonly issueToken?: IssueToken;
  /** Who may call what, made of these operations. */
  readonly gate?: (operations: readonly Operation[]) => Gate;
  /** Where others tell us what happened: they read raw bytes, and prove themselves by signing them. */
  readonly webhooks?: Router;
  readonly log: Logger;
  readonly clock: Clock;
  readonly readiness: ReadinessChecks;
  readonly metrics: { readonly registry: Registry; readonly access: MetricsAccess };
}

/** The admin API, whole: operations, health, metrics, the OpenAPI document and its pages. Everything it serves stands in `operations`, in referencePages or is the token endpoint. */
export function mountAdminApi(options: AdminApiOptions): Express {
  const { log, clock, metrics } = options;
  const problems = mergeProblemTables(platformProblems, ...options.problems);
  const { operations, document } = describedOperations([...options.operations, ...healthOperations(options.readiness, log)], problems);
  processMetrics(metrics.registry);

  const api = express();
  api.disable('x-powered-by');
  api.disable('etag');
  // Forwarded headers are believed from nobody: the audit trail then names the address that really asked.
  api.disable('trust proxy');
  api.set('query parser', 'simple');
  api.use(requestIds(clock), requestLog(log), httpMetrics(metrics.registry), securityHeaders(), neverStored, requestLimits(problems));
  if (options.webhooks !== undefined) api.use(options.webhooks);
  api.use(
    buildRouter({ operations, problems, identify: identifyWith(options.authenticate, options.people), gate: options.gate?.(operations) }),
  );
  if (options.issueToken !== undefined)
    api
      .route('/oauth/token')
      .post(tokenEndpoint(options.issueToken))
      .all(refuseOtherMethods(['post'], problems));
  api.use('/metrics', guardMetrics(metrics.access, problems));
  api
    .route('/metrics')
    .get(metricsPage(metrics.registry))
    .all(refuseOtherMethods(['get'], problems));
  api.use(referencePages({ document, operations, problems }));
  api.use(pathUnknown(problems), lastResort(problems, log));
  return api;
}
