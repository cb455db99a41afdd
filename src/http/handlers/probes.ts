import { factsOf } from '../../admin/setup/proxy-check.js';
import { answerRequest } from '../../admin/setup/running/sealed-checks.js';
import { UNAVAILABLE_RETRY_SECONDS } from '../../model/errors.js';
import { sendJson } from '../answer/send.js';
import { statusError } from '../answer/status-error.js';
import { jsonOf } from '../request/bodies.js';
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

/**
 * Answers `npm run doctor` with the checks of the setup. Only a program with the `SECRET_KEY` can ask and read the answer.
 * Every other request is refused in the same way, so that the refusal says nothing about the key.
 */
export const checks: Handler = async ({ deps, checkSetup }, request, response) => {
  const answer = await answerRequest(deps, jsonOf(request), (caller) => checkSetup(caller, factsOf(request)));
  if (answer === undefined)
    throw statusError(403, 'The request must be encrypted with the SECRET_KEY of this server, within the last minute.');
  sendJson(response, answer);
};

/** Sends the metrics of this process in the text format of Prometheus. */
export const metrics: Handler = async (edge, _request, response) => {
  response.set('Content-Type', edge.metrics.contentType).send(await edge.metrics.text());
};
