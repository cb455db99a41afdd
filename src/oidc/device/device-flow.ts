import { knownScopes } from '../../access/claims.js';
import { type ConsentQuestion, touchConsent } from '../../access/consent.js';
import type { BrowserAnswer } from '../../access/interaction/browser-answer.js';
import type { Approval, FlowDescription, FlowRequest, Reopened } from '../../access/interaction/flow-description.js';
import type { OpenInteraction } from '../../access/interaction/interaction.js';
import { newOrderedId } from '../../keys/secrets.js';
import type { Interaction } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import { hasPassed } from '../../model/time.js';
import type { DeviceAuthorization, DeviceDecision } from '../../model/tokens/device-authorization.js';
import { makeGrant } from '../tokens/grant.js';
import { DEVICE_PAGE } from './device-authorization.js';
import { toDisplayedUserCode } from './user-code.js';

/**
 * `userCode` is the code that the user entered, so that the consent page can show it. It is missing in requests that an
 * older version of Passgraph stored.
 */
export type WaitingDevice = { readonly deviceId: string; readonly userCode?: string };

/**
 * Returns the user code that the page shows, so that the user can compare it with the code on the device (RFC 8628
 * §3.3, §5.4). Returns `undefined` if the interaction is not about a device.
 */
export function displayedUserCode({ kind, request }: Pick<Interaction, 'kind' | 'request'>): string | undefined {
  const { userCode } = request as WaitingDevice;
  return kind === 'device' && userCode !== undefined ? toDisplayedUserCode(userCode) : undefined;
}

interface DeviceRequest extends FlowRequest {
  readonly device: DeviceAuthorization;
}

/**
 * The steps in which a sign-in for a device differs from other sign-ins. The user's decision is stored, and the device
 * gets its tokens later.
 */
export const deviceFlow: FlowDescription<DeviceRequest> = {
  reopen,
  makeConsentQuestion,
  issue,
  deny,
  fail: async (_deps, _request, error) => ({ kind: 'errorPage', error }),
};

async function reopen(deps: Deps, { interaction, client, issuer }: OpenInteraction): Promise<Reopened<DeviceRequest>> {
  const { deviceId } = interaction.request as WaitingDevice;
  const device = await deps.store.deviceAuthorizations.find(deviceId);
  if (device === undefined || !isUndecided(deps, device)) return { refused: expired };
  // If the client was re-created or its grants were revoked, the device's tokens would be invalid, so the sign-in ends
  // here.
  const isCurrent =
    isSameGeneration(device.clientGeneration, client.generation) && device.clientGrantEpoch === client.grantEpoch;
  if (!isCurrent) return { refused: expired };
  return { request: { client, issuer, clientGrantEpoch: device.clientGrantEpoch, silent: false, device } };
}

/** Whether the device is still waiting for the user's decision. */
export function isUndecided({ clock }: Deps, { decision, expiresAt }: DeviceAuthorization): boolean {
  return decision === undefined && !hasPassed(expiresAt, clock.now());
}

/**
 * RFC 8628 §5.4: the user is always asked and always sees the client's name, because an attacker may have sent the code
 * to the user.
 */
async function makeConsentQuestion(
  deps: Deps,
  { client, device }: DeviceRequest,
  active: ConsentQuestion['active'],
  answer: ConsentQuestion['answer'],
): Promise<ConsentQuestion> {
  const asked = { scopes: [...device.scopes], claims: [] };
  return { client, active, knownScopes: await knownScopes(deps), asked, alwaysAsk: true, answer };
}

/**
 * Stores the user's decision first, then the grant that the decision names. If the process crashes in between, the
 * device gets no tokens.
 */
async function issue(
  deps: Deps,
  { client, issuer, clientGrantEpoch, device }: DeviceRequest,
  { admission, consent, scopes }: Approval,
): Promise<BrowserAnswer> {
  const grantId = newOrderedId(deps.clock, deps.random);
  if (!(await decide(deps, device, { decision: 'allowed', grantId }))) return expired;
  const { resource, secretHash: codeHash, expiresAt } = device;
  const authorization = { issuer, client, clientGrantEpoch, admission, consent, scopes, resource };
  // The grant has no session, because the device stays signed in after the browser's session has ended.
  const grant = makeGrant(deps, { ...authorization, request: { device: true } }, { id: grantId, codeHash, expiresAt });
  await deps.store.grants.insert(grant);
  touchConsent(deps, consent);
  return donePage('allowed');
}

async function deny(deps: Deps, { device }: DeviceRequest): Promise<BrowserAnswer> {
  return (await decide(deps, device, { decision: 'denied' })) ? donePage('denied') : expired;
}

function decide(
  deps: Deps,
  { id }: DeviceAuthorization,
  decision: { readonly decision: DeviceDecision; readonly grantId?: string },
): Promise<boolean> {
  return deps.store.deviceAuthorizations.decide(id, decision, deps.clock.now());
}

function donePage(decision: DeviceDecision): BrowserAnswer {
  return { kind: 'interaction', location: `${DEVICE_PAGE}?done=${decision}` };
}

const expired: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError('expired_token', 'The user code has expired. Start again on the device to get a new code.'),
};
