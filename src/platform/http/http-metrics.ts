import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';

/**
 * Times every request by operation and class of status. Labels come from the operations only, never from the address: a caller who makes up
 * addresses could otherwise fill the memory with series.
 */
export function httpMetrics(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'threefold_http_request_duration_seconds',
    help: 'How long requests took, by operation and class of status.',
    labelNames: ['operation', 'status_class'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const inFlight = new Gauge({ name: 'threefold_http_requests_in_flight', help: 'Requests being answered now.', registers: [registry] });
  return (_request, response, next) => {
    inFlight.inc();
    const stop = duration.startTimer();
    response.once('close', () => {
      inFlight.dec();
      stop({ operation: operationOf(response.locals['operationId']), status_class: `${Math.floor(response.statusCode / 100)}xx` });
    });
    next();
  };
}

/** Memory, processor time and event-loop lag of the process; once for each registry, however many routers write to it. */
export function processMetrics(registry: Registry): void {
  if (registry.getSingleMetric('nodejs_eventloop_lag_seconds') === undefined) collectDefaultMetrics({ register: registry });
}

export function metricsPage(registry: Registry): RequestHandler {
  return async (_request, response) => {
    response.locals['operationId'] = 'service.metrics';
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  };
}

function operationOf(operationId: unknown): string {
  return typeof operationId === 'string' ? operationId : 'none';
}
