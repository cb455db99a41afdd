/**
 * This folder contains the handlers of routes. A handler reads the request, calls one function outside `src/http` and
 * sends the result. It makes no decisions. `../routes.ts` assigns the handlers to paths. Handlers of pages are in
 * `pages/` and `account/`.
 */

import { KEY_SET_AGE } from '../../model/server/signing-key.js';
import { authorize } from '../../oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../oidc/authorization/pushed-authorization-request.js';
import { checkCanBeSilent } from '../../oidc/authorization/silent-request.js';
import type { ClientFormInput } from '../../oidc/client-authentication/client-form.js';
import { authorizeDevice } from '../../oidc/device/device-authorization.js';
import { token } from '../../oidc/grants/token-endpoint.js';
import { discoveryDocument } from '../../oidc/metadata/discovery.js';
import { jwks } from '../../oidc/metadata/jwks.js';
import { INTROSPECTION_JWT, introspect } from '../../oidc/protected-resource/introspection.js';
import { revoke } from '../../oidc/protected-resource/revocation.js';
import { userinfo } from '../../oidc/protected-resource/userinfo.js';
import { keepOpenerOf } from '../answer/security-headers.js';
import { sendJson } from '../answer/send.js';
import { sendDocument } from '../answer/send-document.js';
import { formOf, queryOf } from '../request/bodies.js';
import { answerBrowser, callerOf, namedBrowser, presentBrowser } from '../request/browser.js';
import { isEmbedded } from '../request/fetch-metadata.js';
import { issuerOf } from '../request/issuer-of.js';
import type { Edge, Handler, Request, Response } from '../route.js';

/** How long clients may cache the metadata and the keys of an issuer. */
const METADATA_CACHING = `public, max-age=${KEY_SET_AGE}`;

export const openidConfiguration: Handler = async (edge, request, response) => {
  const document = await discoveryDocument(edge.deps, await issuerOf(edge, request));
  sendDocument(response.set('Cache-Control', METADATA_CACHING), document);
};

export const keySet: Handler = async (edge, request, response) => {
  const keys = await jwks(edge.deps, await issuerOf(edge, request));
  sendDocument(response.set('Cache-Control', METADATA_CACHING), keys);
};

export const authorizeByGet: Handler = async (edge, request, response) => {
  const parameters = queryOf(request);
  keepOpenerOf(parameters.get('client_id'), response);
  const embedded = isEmbedded(request);
  if (embedded) checkCanBeSilent(parameters);
  const input = { ...namedBrowser(edge, request, response), embedded, parameters };
  answerBrowser(edge, request, response, await authorize(edge.deps, await issuerOf(edge, request), input));
};

export const authorizeByPost: Handler = async (edge, request, response) => {
  const input = { ...presentBrowser(edge, request), parameters: formOf(request) };
  answerBrowser(edge, request, response, await authorize(edge.deps, await issuerOf(edge, request), input));
};

/**
 * Reads a form that a client posted, with the headers by which the client authenticates or proves possession of a key.
 */
function clientFormOf(request: Request): ClientFormInput {
  return {
    parameters: formOf(request),
    authorization: request.get('authorization'),
    dpop: request.get('dpop'),
    caller: callerOf(request),
  };
}

export const tokenEndpoint: Handler = async (edge, request, response) => {
  const { body, headers } = await token(edge.deps, await issuerOf(edge, request), clientFormOf(request));
  sendJson(response.set(headers), body);
};

export const pushedAuthorizationRequest: Handler = async (edge, request, response) => {
  const issuer = await issuerOf(edge, request);
  const { body, headers } = await pushAuthorizationRequest(edge.deps, issuer, clientFormOf(request));
  sendJson(response.status(201).set(headers), body);
};

export const deviceAuthorization: Handler = async (edge, request, response) => {
  const { body, headers } = await authorizeDevice(edge.deps, await issuerOf(edge, request), clientFormOf(request));
  sendJson(response.set(headers), body);
};

export const introspection: Handler = async (edge, request, response) => {
  const input = { ...clientFormOf(request), accept: request.get('accept') };
  const answer = await introspect(edge.deps, await issuerOf(edge, request), input);
  response.set(answer.headers);
  if (answer.kind === 'json') sendJson(response, answer.body);
  else sendJwt(response, `application/${INTROSPECTION_JWT}`, answer.jwt);
};

export const revocation: Handler = async (edge, request, response) => {
  await revoke(edge.deps, await issuerOf(edge, request), clientFormOf(request));
  response.status(200).end();
};

export const userinfoByGet: Handler = (edge, request, response) =>
  answerUserinfo(edge, request, response, new URLSearchParams());

export const userinfoByPost: Handler = (edge, request, response) =>
  answerUserinfo(edge, request, response, formOf(request));

async function answerUserinfo(edge: Edge, request: Request, response: Response, parameters: URLSearchParams) {
  const { method } = request;
  const input = { authorization: request.get('authorization'), dpop: request.get('dpop'), method, parameters };
  const answer = await userinfo(edge.deps, await issuerOf(edge, request), input);
  if (answer.kind === 'json') sendJson(response, answer.claims);
  else sendJwt(response, 'application/jwt', answer.jwt);
}

/**
 * Sends a JWT as bytes. If it were sent as text, Express would add a charset parameter, which the media types of JWTs
 * do not define.
 */
function sendJwt(response: Response, type: string, jwt: string): void {
  response.type(type).send(Buffer.from(jwt));
}
