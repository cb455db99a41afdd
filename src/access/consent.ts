import { newOrderedId, sha256 } from '../keys/secrets.js';
import { type Consent, consentKey } from '../model/access/consent.js';
import type { Interaction, InteractionConsent } from '../model/access/interaction.js';
import { LOST_RACE, retryLostRaces } from '../model/change-record.js';
import type { Client } from '../model/clients/client.js';
import type { Scope } from '../model/clients/scope.js';
import type { Caller, Deps } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { claimsOfScopes } from './claims.js';
import type { ActiveSession } from './sessions/session.js';

/** What a client asks its user to let it have: scopes, and claims by name beside those that the scopes release. */
export type AskedConsent = Pick<InteractionConsent, 'scopes' | 'claims'>;

/** Who is asked by whom for what. */
export interface ConsentQuestion {
  readonly client: Client;
  readonly active: ActiveSession;
  readonly knownScopes: readonly Scope[];
  readonly asked: AskedConsent;
  /** The client wants its user asked, whatever they have said before. */
  readonly anew: boolean;
  /** What was answered on the way to here. */
  readonly answered: InteractionConsent | undefined;
}

/** Whether the client may go on, or its user is to be asked first. `consent`: the record that lets it go on. */
export type ConsentStanding =
  | { readonly state: 'given'; readonly consent?: Consent | undefined }
  | { readonly state: 'demanded' };

const DEMANDED: ConsentStanding = { state: 'demanded' };

/** {@link https://openid.net/specs/openid-connect-core-1_0.html#Consent | OpenID Connect Core §3.1.2.4} */
export function consentStanding(question: ConsentQuestion): ConsentStanding {
  const { client, active, anew } = question;
  const answered = isAnswered(question);
  switch (client.consent) {
    case 'NEVER':
      return anew && !answered ? DEMANDED : { state: 'given' };
    case 'ALWAYS':
      return answered ? { state: 'given' } : DEMANDED;
    case 'REMEMBERED': {
      const { consent } = active.records;
      if (consent === undefined || !covers(consent, question) || (anew && !answered)) return DEMANDED;
      return { state: 'given', consent };
    }
  }
}

/** An answer counts for the session that was asked, and for what it was asked. */
function isAnswered({ answered, active, asked }: ConsentQuestion): boolean {
  return (
    answered?.sessionId === active.session.id &&
    isWithin(asked.scopes, answered.scopes) &&
    isWithin(asked.claims, answered.claims)
  );
}

function covers(consent: Consent, { client, active, asked, knownScopes }: ConsentQuestion): boolean {
  return (
    consent.userId === active.user.id &&
    consent.clientGeneration === client.generation &&
    isWithin(asked.scopes, consent.scopes) &&
    isWithin(asked.claims, [...consent.claims, ...claimsOfScopes(knownScopes, consent.scopes)])
  );
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}

/** Names what a page shows, and to whom: an answer to another question does not count. */
export function questionDigest({ active, asked }: ConsentQuestion): string {
  return sha256(JSON.stringify([active.session.id, asked.scopes, asked.claims]));
}

/** Notes that the user allowed it: in the interaction, and for good where the client's policy remembers. */
export async function giveConsent(
  deps: Deps,
  interaction: Interaction,
  question: ConsentQuestion,
  { ipAddress }: Caller,
): Promise<void> {
  const { client, asked, active } = question;
  const { user, session } = active;
  const answer = { ...asked, sessionId: session.id };
  if (!(await deps.store.interactions.update(interaction.id, { consent: answer }))) return;
  const consent = client.consent === 'REMEMBERED' ? await remember(deps, client, user.id, asked) : undefined;
  await deps.audit.record({
    type: 'CONSENT_GIVEN',
    actorKind: 'USER',
    actorId: user.id,
    userId: user.id,
    clientId: client.id,
    sessionId: session.id,
    ipAddress,
    ...(consent !== undefined && { resource: 'consent', resourceId: consent.id }),
    detail: { scopes: asked.scopes, claims: asked.claims },
  });
}

/** Creates the consent, or widens it by one conditional write. */
function remember(deps: Deps, client: Client, userId: string, asked: AskedConsent): Promise<Consent> {
  const { consents } = deps.store;
  const key = consentKey(client, userId);
  return retryLostRaces(async () => {
    const present = await consents.findByKey(key);
    if (present === undefined) {
      const made: Consent = {
        id: newOrderedId(deps.clock, deps.random),
        version: 1,
        key,
        userId,
        clientId: client.id,
        clientGeneration: client.generation,
        createdAt: deps.clock.now(),
        scopes: asked.scopes,
        claims: asked.claims,
      };
      return (await consents.insert(made)) ? made : LOST_RACE;
    }
    if (isWithin(asked.scopes, present.scopes) && isWithin(asked.claims, present.claims)) return present;
    const widened = {
      scopes: [...new Set([...present.scopes, ...asked.scopes])],
      claims: [...new Set([...present.claims, ...asked.claims])],
    };
    return (await consents.update(present, widened)) ?? LOST_RACE;
  });
}

/** A use is noted at most once in so many seconds. */
const NOTED_EVERY = 60;

/** Notes a use behind the answer: nothing depends on it. */
export function noteConsentUse(deps: Deps, consent: Consent | undefined): void {
  if (consent === undefined) return;
  const now = deps.clock.now();
  if (consent.lastUsedAt !== undefined && !hasPassed(secondsAfter(consent.lastUsedAt, NOTED_EVERY), now)) return;
  deps.store.consents.touch(consent.id, now).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'the use of a consent was not noted');
  });
}
