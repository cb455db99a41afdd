import { newOrderedId, sha256 } from '../keys/secrets.js';
import { type Consent, consentKey } from '../model/access/consent.js';
import type { Interaction, InteractionConsent } from '../model/access/interaction.js';
import { commitPlan, type Plan } from '../model/change-record.js';
import { insertion, update, updateIf } from '../model/change-set.js';
import type { Client } from '../model/clients/client.js';
import type { Scope } from '../model/clients/scope.js';
import type { Caller, Deps } from '../model/deps.js';
import { isSameGeneration } from '../model/generation.js';
import type { JsonObject } from '../model/json.js';
import { subjectOfSession } from './claims/claim-subject.js';
import { claimsOfScopes } from './claims/known-scopes.js';
import { computeClaims } from './claims/make-claims.js';
import type { ActiveSession } from './sessions/session.js';
import { tryTouchLastUsed } from './touch-last-used.js';

/**
 * What the client requests. `claims` contains the claims that the client requests one by one with the `claims`
 * parameter, and that no requested scope includes.
 */
export type AskedConsent = Pick<InteractionConsent, 'scopes' | 'claims'>;

export interface ConsentQuestion {
  readonly client: Client;
  readonly active: ActiveSession;
  readonly knownScopes: readonly Scope[];
  readonly asked: AskedConsent;
  /** Whether the user is asked even if they have consented before. Set for `prompt=consent` and for devices. */
  readonly alwaysAsk: boolean;
  /**
   * The answer that the user has already given on the consent page of this interaction. Absent if the user has not
   * answered.
   */
  readonly answer: InteractionConsent | undefined;
}

/**
 * `required` means that the consent page must be shown. `given` means that the request can continue without the page.
 * `consent` is the stored consent that covers the request, if the client's consent policy is `REMEMBERED`.
 */
export type ConsentState =
  | { readonly state: 'given'; readonly consent?: Consent | undefined }
  | { readonly state: 'required' };

const REQUIRED: ConsentState = { state: 'required' };

/**
 * Decides whether the consent page must be shown before the request can continue.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#Consent | OpenID Connect Core §3.1.2.4}
 */
export function consentState(question: ConsentQuestion): ConsentState {
  const { client, active, alwaysAsk } = question;
  const answered = isAnswered(question);
  switch (client.consent) {
    case 'NEVER':
      return alwaysAsk && !answered ? REQUIRED : { state: 'given' };
    case 'ALWAYS':
      return answered ? { state: 'given' } : REQUIRED;
    case 'REMEMBERED': {
      const { consent } = active.records;
      if (consent === undefined || !covers(consent, question) || (alwaysAsk && !answered)) return REQUIRED;
      return { state: 'given', consent };
    }
  }
}

/**
 * A user's answer is valid only in the session in which the user gave it, and only for the scopes and claims that the
 * page showed.
 */
function isAnswered({ answer, active, asked }: ConsentQuestion): boolean {
  return (
    answer?.sessionId === active.session.id &&
    isWithin(asked.scopes, answer.scopes) &&
    isWithin(asked.claims, answer.claims)
  );
}

function covers(consent: Consent, { client, active, asked, knownScopes }: ConsentQuestion): boolean {
  return (
    consent.userId === active.user.id &&
    isSameGeneration(consent.clientGeneration, client.generation) &&
    isWithin(asked.scopes, consent.scopes) &&
    isWithin(asked.claims, [...consent.claims, ...claimsOfScopes(knownScopes, consent.scopes)])
  );
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}

/**
 * Returns a hash of everything that a consent page shows about the access. An answer with another hash is rejected,
 * because the user has not seen the current question.
 */
export function questionDigest(question: ConsentQuestion): string {
  const { active, asked } = question;
  return sha256(JSON.stringify([active.session.id, asked.scopes, asked.claims, sharedClaims(question)]));
}

/**
 * Returns the claims about the user that the client would get at the userinfo endpoint, with their values. Tokens contain
 * these claims or some of them.
 */
export function sharedClaims({ client, active, knownScopes, asked }: ConsentQuestion): JsonObject {
  const requested = Object.fromEntries(asked.claims.map((name) => [name, {}]));
  const release = { place: 'USERINFO', scopes: asked.scopes, requested } as const;
  return computeClaims(knownScopes, subjectOfSession(client, active), release).claims;
}

/**
 * Stores the user's consent in the interaction. If the client's consent policy is `REMEMBERED`, the consent is also
 * stored for later requests.
 */
export async function giveConsent(
  deps: Deps,
  interaction: Interaction,
  question: ConsentQuestion,
  { ipAddress }: Caller,
): Promise<void> {
  const { client, asked, active } = question;
  const { user, session } = active;
  const answer = { ...asked, sessionId: session.id };
  const storeAnswer = updateIf('interactions', { id: interaction.id, finishedAt: null }, { consent: answer });
  await commitPlan(deps.store, async () => {
    const current = await deps.store.interactions.find(interaction.id);
    if (current === undefined || current.finishedAt !== undefined) return { changes: [], result: undefined };
    const remembered =
      client.consent === 'REMEMBERED' ? await planRemembering(deps, client, user.id, asked) : undefined;
    const event = deps.audit.insertion({
      type: 'CONSENT_GIVEN',
      actorKind: 'USER',
      actorId: user.id,
      userId: user.id,
      clientId: client.id,
      sessionId: session.id,
      ipAddress,
      ...(remembered !== undefined && { resource: 'consent', resourceId: remembered.result.id }),
      detail: { scopes: asked.scopes, claims: asked.claims },
    });
    return { changes: [storeAnswer, ...(remembered?.changes ?? []), event], result: undefined };
  });
}

/** Plans the changes that create the consent record, or that add the new scopes and claims to the existing record. */
async function planRemembering(
  deps: Deps,
  client: Client,
  userId: string,
  { scopes, claims }: AskedConsent,
): Promise<Plan<Consent>> {
  const key = consentKey(client, userId);
  const present = await deps.store.consents.findByKey(key);
  if (present === undefined) {
    const made: Consent = {
      id: newOrderedId(deps.clock, deps.random),
      version: 1,
      key,
      userId,
      clientId: client.id,
      clientGeneration: client.generation,
      createdAt: deps.clock.now(),
      scopes,
      claims,
    };
    return { changes: [insertion('consents', made)], result: made };
  }
  if (isWithin(scopes, present.scopes) && isWithin(claims, present.claims)) return { changes: [], result: present };
  const widened = {
    scopes: [...new Set([...present.scopes, ...scopes])],
    claims: [...new Set([...present.claims, ...claims])],
  };
  return { changes: [update('consents', present, widened)], result: present };
}

/** Updates the last-used time of a stored consent, at most once a minute. The response does not wait for this write. */
export function touchConsent(deps: Deps, consent: Consent | undefined): void {
  if (consent === undefined) return;
  const { id, lastUsedAt } = consent;
  void tryTouchLastUsed(deps, lastUsedAt, (now) => deps.store.consents.touch(id, now));
}
