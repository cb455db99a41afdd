/*
 * This folder explains decisions to administrators: whether a user gets access to a client, and what is wrong with an
 * authorization request. It uses the functions that decide real requests, and must have no effect: every function gets
 * `deps` from `without-effects.ts`. To understand this folder, read this file first, then `visit-explain.ts`.
 */

import { z } from 'zod';
import { knownScopes } from '../../access/claims/known-scopes.js';
import type { FlowDescription, FlowRequest } from '../../access/interaction/flow-description.js';
import { decideNextStep } from '../../access/interaction/next-step.js';
import { scopesOfUser } from '../../access/role-scopes.js';
import type { UserRole } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { parseTarget, type Target, targetOfUser } from '../../oidc/protocol/resource-indicators.js';
import { grantedScopes, parseScope } from '../../oidc/protocol/scope.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { issuerOfClient } from '../clients/client-checks.js';
import { givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { type AccessExplanation, explainVisit } from './visit-explain.js';
import { withoutEffects } from './without-effects.js';

export const explainAccessInput = z.object({
  clientId: givenId,
  userId: givenId,
  scope: z.string().max(1024, 'is too long').nullish(),
  resource: z.array(z.string().max(1024, 'is too long')).max(50, 'must have at most 50 entries').nullish(),
});

/** Explains whether the user can sign in to the client, with which scopes, and which claims the tokens would contain. */
export async function explainAccess(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof explainAccessInput>,
): Promise<AccessExplanation> {
  checkMayExplain(caller);
  const parsed = parseInput(explainAccessInput, input);
  const quiet = withoutEffects(deps);
  return explainAccessOf(quiet, await getParties(quiet, parsed), parsed);
}

/** Returns the client and the user of an explanation. */
export async function getParties({ store }: Deps, { clientId, userId }: Parties): Promise<Visitors> {
  const [client, user] = await Promise.all([store.clients.find(clientId), store.users.find(userId)]);
  if (client === undefined) throw notFound('client', 'clientId');
  if (user === undefined) throw notFound('user', 'userId');
  return { client, user };
}

type Parties = Pick<z.output<typeof explainAccessInput>, 'clientId' | 'userId'>;
type Visitors = Pick<AccessExplanation, 'client' | 'user'>;

/** Explains the access of the user to the client as it is given, which may differ from the stored one. */
export async function explainAccessOf(
  quiet: Deps,
  { client, user }: Visitors,
  { scope, resource }: Pick<z.output<typeof explainAccessInput>, 'scope' | 'resource'>,
): Promise<AccessExplanation> {
  const known = await knownScopes(quiet);
  const wanted = scope ?? client.scopes.join(' ');
  const requestedScopes = inputOf('scope', () => parseScope(wanted));
  const target = inputOf(
    resource == null ? 'scope' : 'resource',
    (): Target => parseTarget(client, known, grantedScopes(client, known, wanted), { resource: resource ?? [] }),
  );
  const issuer = await issuerOfClient(quiet, client);
  const request: FlowRequest = { client, issuer, clientGrantEpoch: client.grantEpoch, silent: false };
  const makeConsentQuestion: FlowDescription['makeConsentQuestion'] = async (_deps, _request, active, answer) => ({
    client,
    active,
    knownScopes: known,
    asked: { scopes: scopesFor(client, known, active.records.userRoles, target), claims: [] },
    alwaysAsk: false,
    answer,
  });
  return explainVisit(quiet, {
    client,
    issuer,
    user,
    known,
    requestedScopes,
    target,
    claims: {},
    decide: (admission) => decideNextStep(quiet, { makeConsentQuestion }, request, admission),
  });
}

/** An explanation shows who belongs to which group and who has which permission, so it needs all of these. */
export function checkMayExplain(caller: AdminCaller): void {
  checkPermission(caller, 'users:read');
  checkPermission(caller, 'groups:read');
  checkPermission(caller, 'permissions:read');
  checkPermission(caller, 'clients:read');
}

/** Only OpenID Connect refuses a request of which no scope remains. */
function scopesFor(client: Client, known: readonly Scope[], roles: readonly UserRole[], target: Target): string[] {
  return client.integrations.includes('OIDC')
    ? [...targetOfUser(client, known, roles, target).scopes]
    : scopesOfUser(known, client, roles, target.scopes);
}

function inputOf<T>(field: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    throw invalid(field, `is not accepted: ${error.description.replace(/\.$/, '')}`);
  }
}
