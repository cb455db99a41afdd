import { makeClaims } from '../access/claims/make-claims.js';
import type { LiveGrant } from '../access/live-grant.js';
import { subjectOf } from '../access/names/subject.js';
import { warnRarely } from '../access/rare-warning.js';
import type { Deps } from '../model/deps.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import type { Site } from './site.js';

/** What the application receives about the user. A value that the user does not have is empty. */
export type IdentityHeaders = {
  readonly [Name in 'Remote-User' | 'Remote-Name' | 'Remote-Email' | 'Remote-Groups']: string;
};

/** The headers of a request without a user. They are sent too, so that they replace what a client claims. */
export const NO_IDENTITY: IdentityHeaders = {
  'Remote-User': '',
  'Remote-Name': '',
  'Remote-Email': '',
  'Remote-Groups': '',
};

/** The scopes whose claims the headers contain. */
export const IDENTITY_SCOPES = ['profile', 'email', 'groups'] as const;

const MAX_GROUPS_BYTES = 4096;

/** The facts about a signed-in user that the headers depend on. */
interface Identity {
  readonly site: Pick<Site, 'client' | 'issuer' | 'settings'>;
  readonly live: LiveGrant;
}

/** Makes the headers that identify the user to the application. Has no effect but a warning in the log. */
export async function identityHeaders(deps: Deps, signedIn: Identity): Promise<IdentityHeaders> {
  const { user, client } = signedIn.live;
  const claims = await makeClaims(deps, signedIn.live, { place: 'FORWARD_AUTH', scopes: IDENTITY_SCOPES });
  const groups = groupsText(claims.groups);
  if (Buffer.byteLength(groups) > MAX_GROUPS_BYTES) {
    const facts = { clientId: client.id, userId: user.id };
    warnRarely(
      deps,
      [client.id, client.version, 'Remote-Groups'],
      facts,
      'Remote-Groups was left empty, because it has over 4096 bytes',
    );
  }
  return {
    'Remote-User': userText(signedIn, claims),
    'Remote-Name': line(claims.name),
    'Remote-Email': claims.email_verified === true ? line(claims.email) : '',
    'Remote-Groups': Buffer.byteLength(groups) > MAX_GROUPS_BYTES ? '' : groups,
  };
}

/** Applications of different sectors must not recognize a user by the id if the client has pairwise identifiers. */
function userText({ site: { client, issuer, settings }, live: { user } }: Identity, claims: JsonObject): string {
  if (settings.userHeader === 'USERNAME') return line(claims.preferred_username);
  return client.subject_type === 'public' ? user.id : subjectOf(issuer, client, user);
}

/** Groups are separated by commas, so a comma in a name is escaped, and so is the percent sign. */
function groupsText(groups: JsonValue | undefined): string {
  if (!Array.isArray(groups)) return '';
  return groups.map((group) => line(group).replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

/** A header is one line, so control characters are replaced by spaces. */
function line(value: JsonValue | undefined): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
