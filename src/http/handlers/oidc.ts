import { authorize } from '../../oidc/authorize.js';
import { discoveryDocument } from '../../oidc/discovery.js';
import { jwks } from '../../oidc/jwks.js';
import { token } from '../../oidc/token-endpoint.js';
import { userinfo } from '../../oidc/userinfo.js';
import { formOf, queryOf } from '../bodies.js';
import { answerBrowser, callerOf, namedBrowser, postingBrowser } from '../browser.js';
import { issuerOf } from '../issuer-of.js';
import type { Edge, Handler, Request, Response } from '../route.js';

/** Seconds that clients may go without asking again. */
const METADATA_AGE = 300;

export const openidConfiguration: Handler = async (edge, request, response) => {
  const document = await discoveryDocument(edge.deps, await issuerOf(edge, request));
  response.set('Cache-Control', `public, max-age=${METADATA_AGE}`).json(document);
};

export const keySet: Handler = async (edge, request, response) => {
  const keys = await jwks(edge.deps, await issuerOf(edge, request));
  response.set('Cache-Control', `public, max-age=${METADATA_AGE}`).json(keys);
};

export const authorizeByGet: Handler = async (edge, request, response) => {
  const input = { ...namedBrowser(edge, request, response), parameters: queryOf(request) };
  answerBrowser(edge, request, response, await authorize(edge.deps, await issuerOf(edge, request), input));
};

export const authorizeByPost: Handler = async (edge, request, response) => {
  const input = { ...postingBrowser(edge, request), parameters: formOf(request) };
  answerBrowser(edge, request, response, await authorize(edge.deps, await issuerOf(edge, request), input));
};

export const tokenEndpoint: Handler = async (edge, request, response) => {
  const input = {
    parameters: formOf(request),
    authorization: request.get('authorization'),
    caller: callerOf(request),
  };
  const { body, headers } = await token(edge.deps, await issuerOf(edge, request), input);
  response.set(headers).json(body);
};

export const userinfoByGet: Handler = (edge, request, response) =>
  answerUserinfo(edge, request, response, new URLSearchParams());

export const userinfoByPost: Handler = (edge, request, response) =>
  answerUserinfo(edge, request, response, formOf(request));

const answerUserinfo = async (edge: Edge, request: Request, response: Response, parameters: URLSearchParams) => {
  const input = { authorization: request.get('authorization'), parameters };
  const answer = await userinfo(edge.deps, await issuerOf(edge, request), input);
  if (answer.kind === 'json') response.json(answer.claims);
  else response.type('application/jwt').send(answer.jwt);
};
