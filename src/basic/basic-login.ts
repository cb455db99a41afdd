/*
 * This folder implements Basic, a simple sign-in protocol. An application sends the browser to this server with a
 * `redirectUri`. After sign-in, the server redirects the browser to that URI with a signed JWT. After sign-out, the
 * redirect contains no JWT. This folder must not know OpenID Connect. Start reading here. `basic-flow.ts` connects
 * Basic to `access/interaction`.
 */
import type { BrowserAnswer } from '../access/interaction/browser-answer.js';
import { startFlow } from '../access/interaction/interaction-flow.js';
import { recordingRefusal } from '../audit/refused-request.js';
import type { Client } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { isSameGeneration } from '../model/generation.js';
import { type BasicSignIn, basicFlow, waitingSignIn } from './basic-flow.js';
import {
  type BasicInput,
  type BasicRequest,
  checkBasicClient,
  getKnownClient,
  parseBasicRequest,
  parseRegisteredUri,
  unknownClient,
} from './basic-request.js';

/**
 * Signs the user in, then redirects the browser to the application with the query parameters `token`, `clientId` and
 * `state`.
 */
export function basicLogin(deps: Deps, input: BasicInput): Promise<BrowserAnswer> {
  return signIn(deps, input, { register: false });
}

/**
 * Like `basicLogin`, but the user creates an account first. If the client does not allow registration, the answer is an
 * error page with status 404.
 */
export function basicRegistration(deps: Deps, input: BasicInput): Promise<BrowserAnswer> {
  return signIn(deps, input, { register: true });
}

async function signIn(deps: Deps, input: BasicInput, options: { readonly register: boolean }): Promise<BrowserAnswer> {
  try {
    const parameters = parseBasicRequest(input.parameters);
    const client = await getKnownClient(deps, input.clientId);
    const facts = { kind: 'AUTHORIZATION', client, caller: input.caller, redirectUri: parameters.redirectUri } as const;
    const request = await recordingRefusal(deps, facts, async () => {
      checkBasicClient(deps.config, client);
      if (options.register) checkRegistration(client);
      return checkSignIn(deps, client, parameters);
    });
    return await startFlow(deps, basicFlow, { request, waiting: waitingSignIn(deps, request, options) }, input);
  } catch (error) {
    if (error instanceof OAuthError) return { kind: 'errorPage', error };
    throw error;
  }
}

function checkRegistration(client: Client): void {
  if (!client.registrationEnabled) {
    throw new OAuthError(
      'access_denied',
      'This application does not allow registration. Sign in with an existing account.',
      { status: 404 },
    );
  }
}

async function checkSignIn(deps: Deps, client: Client, parameters: BasicRequest): Promise<BasicSignIn> {
  const redirectUri = parseRegisteredUri(client, 'redirect_uris', parameters);
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (issuer === undefined || !isSameGeneration(issuer.generation, client.issuerGeneration)) throw unknownClient();
  return { client, issuer, clientGrantEpoch: client.grantEpoch, silent: false, parameters, redirectUri };
}
