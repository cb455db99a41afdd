/**
 * This folder contains the handlers of forward auth. Proxies ask the addresses under `/forward-auth/` about each request
 * to a protected host. Browsers open the addresses under `/.passgraph/` on the protected hosts. The rules are in
 * `src/forward-auth`. To understand this folder, read this file first.
 */

import { type Decision, decideRequest, type ProxiedRequest } from '../../../forward-auth/decide-request.js';
import { statusError } from '../../answer/status-error.js';
import { checkProxyPeer } from '../../request/proxy-peer.js';
import type { Handler, Request, Response } from '../../route.js';
import { readEnvoy, readForwarded, readOriginal } from './proxied-request.js';

export const ENVOY_PREFIX = '/forward-auth/envoy';

/** `/forward-auth/forwarded`, for Traefik and Caddy, which return the redirect to the browser. */
export const decideForwarded: Handler = decider(readForwarded, redirectToSignIn);

/** `/forward-auth/nginx`, for nginx and HAProxy, which turn a 401 with `Location` into a redirect. */
export const decideOriginal: Handler = decider(readOriginal, (response, url) => {
  response
    .status(401)
    .set({ Location: url, ...CHALLENGE })
    .end();
});

/** `/forward-auth/envoy/`, followed by the path of the browser's request. */
export const decideEnvoy: Handler = decider((request) => readEnvoy(request, ENVOY_PREFIX), redirectToSignIn);

/** RFC 9110 §15.5.2: a 401 has a challenge. Browsers ask for no password, because they do not know this scheme. */
const CHALLENGE = { 'WWW-Authenticate': 'Passgraph' };

function redirectToSignIn(response: Response, url: string): void {
  response.status(302).location(url).end();
}

function decider(
  read: (request: Request) => ProxiedRequest,
  sendToSignIn: (response: Response, url: string) => void,
): Handler {
  return async ({ deps }, request, response) => {
    checkProxyPeer(deps, request);
    answer(response, await decideRequest(deps, read(request)), sendToSignIn);
  };
}

function answer(response: Response, decision: Decision, sendToSignIn: (response: Response, url: string) => void): void {
  switch (decision.kind) {
    case 'allowed':
      for (const [name, value] of Object.entries(decision.headers)) response.setHeader(name, inBytes(value));
      response.status(200).end();
      break;
    case 'signIn':
      sendToSignIn(response, decision.url);
      break;
    case 'signInRequired':
      throw statusError(401, 'Sign in to this application first: open one of its pages in a browser.', CHALLENGE);
    case 'foreignRequest':
      throw statusError(
        401,
        'A page of another host sent this request. If both hosts belong together, name both in forwardAuth.hosts of one client.',
        CHALLENGE,
      );
    case 'unknownHost':
      throw statusError(
        403,
        'This server protects no application with this host. Add the host to a client with the integration FORWARD_AUTH, and serve it with https.',
      );
  }
}

/** Node writes a header as Latin-1. The application gets the bytes of the text in UTF-8. */
function inBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
