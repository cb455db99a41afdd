import type { Handler } from '../route.js';

/** The liveness probe. It succeeds if the process can answer, even if the database cannot. */
export const live: Handler = (_edge, _request, response) => {
  response.json({ status: 'ok' });
};

/** The readiness probe. It succeeds if the database answers. Otherwise the response has the status 503. */
export const ready: Handler = async ({ deps }, _request, response) => {
  try {
    await deps.store.ping();
    response.json({ status: 'ok' });
  } catch (error) {
    deps.log.warn({ err: error }, 'the database does not answer');
    response.status(503).json({ status: 'unavailable' });
  }
};

/** Sends the metrics of this process in the text format of Prometheus. */
export const metrics: Handler = async (edge, _request, response) => {
  response.set('Content-Type', edge.metrics.contentType).send(await edge.metrics.text());
};
