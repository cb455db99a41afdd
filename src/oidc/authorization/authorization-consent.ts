import { claimsOfScopes } from '../../access/claims.js';
import {
  type AskedConsent,
  type ConsentQuestion,
  type ConsentStanding,
  consentStanding,
} from '../../access/consent.js';
import { type Admission, admit } from '../../access/interaction/admission.js';
import type { Browser } from '../../access/interaction/browser-answer.js';
import type { OpenInteraction } from '../../access/interaction/interaction.js';
import type { Interaction } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import { parseClaimsRequest } from '../protocol/claims-parameter.js';
import { parsePrompt } from '../protocol/prompt.js';
import { unmetDemand } from './authentication-demands.js';
import { type CheckedRequest, checkKept } from './checked-request.js';

type Admitted = Extract<Admission, { state: 'admitted' }>;

/** What consent lets a request have: its scopes, where it may go on. */
export type AuthorizationConsent = ConsentStanding & { readonly scopes: readonly string[] };

/**
 * Whether the user is to be asked.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#Consent | OpenID Connect Core §3.1.2.4}
 */
export function consentTo(
  checked: CheckedRequest,
  admission: Admitted,
  interaction: Interaction | undefined,
): AuthorizationConsent {
  const { scopes } = checked.target;
  const standing = consentStanding(questionOf(checked, admission, interaction, scopes));
  if (standing.state === 'given' || !parsePrompt(checked.request).has('none')) return { ...standing, scopes };
  // §11: offline_access MUST be ignored where it was not consented to, and here nobody may be asked.
  const online = scopes.filter((scope) => scope !== 'offline_access');
  return { ...consentStanding(questionOf(checked, admission, interaction, online)), scopes: online };
}

function questionOf(
  checked: CheckedRequest,
  { active }: Admitted,
  interaction: Interaction | undefined,
  scopes: readonly string[],
): ConsentQuestion {
  return {
    client: checked.client,
    active,
    knownScopes: checked.knownScopes,
    asked: askedOf(checked, scopes),
    // §3.1.2.1: prompt=consent SHOULD prompt the End-User.
    anew: parsePrompt(checked.request).has('consent'),
    answered: interaction?.consent,
  };
}

/** §5.5: claims asked for by name are asked of the user, as far as the client can have them. */
function askedOf({ client, knownScopes, request }: CheckedRequest, scopes: readonly string[]): AskedConsent {
  const { userinfo = {}, id_token = {} } = scopes.includes('openid') ? parseClaimsRequest(request) : {};
  const released = new Set(claimsOfScopes(knownScopes, scopes));
  const releasable = new Set(claimsOfScopes(knownScopes, client.scopes));
  const named = new Set([...Object.keys(userinfo), ...Object.keys(id_token)]);
  return {
    scopes: [...scopes],
    claims: [...named].filter((name) => releasable.has(name) && !released.has(name) && !RESERVED_CLAIMS.has(name)),
  };
}

/** What the user of an open authorization is to be asked now; `undefined` where nothing is, and it goes on elsewhere. */
export async function authorizationQuestion(
  deps: Deps,
  open: OpenInteraction,
  { sessionCookie }: Browser,
): Promise<ConsentQuestion | undefined> {
  const checked = await checkKept(deps, open, () => {}).catch(refused);
  if (checked === undefined) return undefined;
  const { client, issuer, demands } = checked;
  const admission = await admit(deps, client, sessionCookie, open.interaction.authenticateAfter);
  if (admission.state !== 'admitted') return undefined;
  if (unmetDemand(demands, issuer, client, admission.active) !== undefined) return undefined;
  const { state, scopes } = consentTo(checked, admission, open.interaction);
  return state === 'demanded' ? questionOf(checked, admission, open.interaction, scopes) : undefined;
}

function refused(error: unknown): undefined {
  if (!(error instanceof OAuthError)) throw error;
}
