import { proveServer } from '../../admin/setup/running/server-proof.js';
import { UNAVAILABLE_RETRY_SECONDS } from '../../model/errors.js';
import type { Handler } from '../route.js';

/** The liveness probe. It succeeds if the process can answer, even if the database cannot. */
export const live: Handler = (_edge, _request, response) => {
  response.json({ status: 'ok' });
};

/** The readiness probe. It succeeds if the database can be read and written. Otherwise it responds with status 503. */
export const ready: Handler = async ({ deps, readiness }, _request, response) => {
  try {
    await readiness.check();
    response.json({ status: 'ok' });
  } catch (error) {
    deps.log.warn({ err: error }, 'the database cannot be read and written');
    response.status(503).set('Retry-After', String(UNAVAILABLE_RETRY_SECONDS)).json({ status: 'unavailable' });
  }
};

/** Proves to `npm run doctor` that this is the server with its `SECRET_KEY`, and no other program at the port. */
export const proof: Handler = ({ deps }, { query: { challenge }, socket }, response) => {
  const given = { challenge: String(challenge), port: socket.localPort ?? 0 };
  const made = proveServer(deps.keys, given);
  if (made === undefined)
    response.status(400).json({ error: 'The parameter challenge must be 43 characters of base64url.' });
  else response.json({ proof: made });
};

/** Sends the metrics of this process in the text format of Prometheus. */
export const metrics: Handler = async (edge, _request, response) => {
  response.set('Content-Type', edge.metrics.contentType).send(await edge.metrics.text());
};
