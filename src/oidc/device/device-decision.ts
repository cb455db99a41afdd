import { addressKey } from '../../access/address-key.js';
import { knownScopes } from '../../access/claims.js';
import { type ConsentQuestion, type ConsentStanding, consentStanding, noteConsentUse } from '../../access/consent.js';
import { type Admission, admit, recordDenial } from '../../access/interaction/admission.js';
import { alreadyFinished, type Browser, type BrowserAnswer } from '../../access/interaction/browser-answer.js';
import {
  beginInteraction,
  consentPageOf,
  deniedPageOf,
  finishInteraction,
  nextOf,
  type OpenInteraction,
  signInPageOf,
} from '../../access/interaction/interaction.js';
import { newOrderedId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { CeremonyError, OAuthError } from '../../model/errors.js';
import { hasPassed } from '../../model/time.js';
import type { DeviceAuthorization, DeviceDecision } from '../../model/tokens/device-authorization.js';
import { makeGrant } from '../tokens/grant.js';
import { DEVICE_PAGE } from './device-authorization.js';
import { typedUserCode, userCodeDigest } from './user-code.js';

type KnownBrowser = Browser & { readonly browserHash: string };
type Admitted = Extract<Admission, { state: 'admitted' }>;

/** What an interaction keeps of it. A type, not an interface: it is stored as JSON. */
type KeptDevice = { readonly deviceId: string };

/**
 * Somebody enters the code that a device shows. `undefined`: no device shows it now.
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-3.3 | RFC 8628 §3.3}
 *
 * @throws CeremonyError `rate_limited`: §5.1, the code is short, and attempts are few
 */
export async function enterUserCode(
  deps: Deps,
  typed: string,
  { browserHash, caller }: KnownBrowser,
): Promise<BrowserAnswer | undefined> {
  if (!(await deps.limits.take('deviceCode', addressKey(caller.ipAddress)))) {
    throw new CeremonyError('rate_limited', 'Too many codes were tried. Wait a few minutes.', { status: 429 });
  }
  const code = typedUserCode(typed);
  const device = code === undefined ? undefined : await deps.store.deviceAuthorizations.find(userCodeDigest(code));
  if (device === undefined || !isOpen(deps, device)) return undefined;
  const [client, issuer] = await Promise.all([
    deps.store.clients.find(device.clientId),
    deps.store.issuers.find(device.issuerId),
  ]);
  if (client?.generation !== device.clientGeneration || !client.enabled) return undefined;
  if (issuer?.generation !== device.issuerGeneration) return undefined;
  const request: KeptDevice = { deviceId: device.id };
  const open = await beginInteraction(deps, { issuer, client, caller, kind: 'device', request, browserHash });
  return { kind: 'interaction', location: nextOf(open) };
}

function isOpen({ clock }: Deps, { decision, expiresAt }: DeviceAuthorization): boolean {
  return decision === undefined && !hasPassed(expiresAt, clock.now());
}

/** Goes on with a device whose user has signed in, or has answered: decided anew. */
export async function resumeDevice(deps: Deps, open: OpenInteraction, browser: KnownBrowser): Promise<BrowserAnswer> {
  const { interaction, client } = open;
  const device = await deviceOf(deps, open);
  if (device === undefined) return expired;
  const admission = await admit(deps, client, browser.sessionCookie, interaction.authenticateAfter);
  switch (admission.state) {
    case 'signInRequired':
      return { kind: 'interaction', location: signInPageOf(interaction) };
    case 'denied':
      await recordDenial(deps, client, admission.active, browser.caller);
      return { kind: 'interaction', location: deniedPageOf(interaction) };
    case 'admitted': {
      const standing = consentStanding(await questionOf(deps, open, device, admission));
      if (standing.state === 'demanded') return { kind: 'interaction', location: consentPageOf(interaction) };
      return allow(deps, open, device, admission, standing, browser.browserHash);
    }
  }
}

/** What the user is to be asked now: always, and by the application's name (§5.4); `undefined` where they have answered. */
export async function deviceQuestion(
  deps: Deps,
  open: OpenInteraction,
  { sessionCookie }: Browser,
): Promise<ConsentQuestion | undefined> {
  const device = await deviceOf(deps, open);
  const admission = await admit(deps, open.client, sessionCookie, open.interaction.authenticateAfter);
  if (device === undefined || admission.state !== 'admitted') return undefined;
  const question = await questionOf(deps, open, device, admission);
  return consentStanding(question).state === 'demanded' ? question : undefined;
}

/** Tells the device that whoever entered its code will not, or may not, go on. */
export async function denyDevice(deps: Deps, open: OpenInteraction, browserHash: string): Promise<BrowserAnswer> {
  const device = await deviceOf(deps, open);
  if (device === undefined) return expired;
  if (!(await finishInteraction(deps, open.interaction.id, browserHash))) return alreadyFinished;
  const decided = await deps.store.deviceAuthorizations.decide(device.id, { decision: 'denied' }, deps.clock.now());
  return decided ? doneWith('denied') : expired;
}

async function deviceOf(
  deps: Deps,
  { interaction, client }: OpenInteraction,
): Promise<DeviceAuthorization | undefined> {
  const { deviceId } = interaction.request as KeptDevice;
  const device = await deps.store.deviceAuthorizations.find(deviceId);
  if (device === undefined || !isOpen(deps, device)) return undefined;
  // The client, or its grants, were ended since: what the device would get is dead.
  const stands = device.clientGeneration === client.generation && device.clientGrantEpoch === client.grantEpoch;
  return stands ? device : undefined;
}

async function questionOf(
  deps: Deps,
  { interaction, client }: OpenInteraction,
  { scopes }: DeviceAuthorization,
  { active }: Admitted,
): Promise<ConsentQuestion> {
  return {
    client,
    active,
    knownScopes: await knownScopes(deps),
    answered: interaction.consent,
    asked: { scopes: [...scopes], claims: [] },
    anew: true,
  };
}

/** Consume, then issue: the decision names the grant before it is made, so that a crash leads to none. */
async function allow(
  deps: Deps,
  { interaction, client, issuer }: OpenInteraction,
  device: DeviceAuthorization,
  admission: Admitted,
  { consent }: Extract<ConsentStanding, { state: 'given' }>,
  browserHash: string,
): Promise<BrowserAnswer> {
  if (!(await finishInteraction(deps, interaction.id, browserHash))) return alreadyFinished;
  const grantId = newOrderedId(deps.clock, deps.random);
  const decision = { decision: 'allowed', grantId } as const;
  if (!(await deps.store.deviceAuthorizations.decide(device.id, decision, deps.clock.now()))) return expired;
  const { clientGrantEpoch, scopes, resource, secretHash: codeHash, expiresAt } = device;
  const authorization = { issuer, client, clientGrantEpoch, admission, consent, scopes, resource };
  // The device is no part of the browser's session, and does not end with it.
  const grant = makeGrant(deps, { ...authorization, request: { device: true } }, { id: grantId, codeHash, expiresAt });
  await deps.store.grants.insert(grant);
  noteConsentUse(deps, consent);
  return doneWith('allowed');
}

function doneWith(decision: DeviceDecision): BrowserAnswer {
  return {
    kind: 'interaction',
    location: `${DEVICE_PAGE}?done=${decision}`,
  };
}

const expired: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError('expired_token', 'The code has expired; the device can show another one.'),
};
