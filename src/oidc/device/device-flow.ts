import { knownScopes } from '../../access/claims/known-scopes.js';
import type { ConsentQuestion } from '../../access/consent.js';
import type { BrowserAnswer } from '../../access/interaction/browser-answer.js';
import type { Approval, FlowDescription, FlowRequest, Reopened } from '../../access/interaction/flow-description.js';
import type { OpenInteraction } from '../../access/interaction/interaction.js';
import { makeGrant } from '../../access/plan-code.js';
import { newOrderedId } from '../../keys/secrets.js';
import type { Interaction } from '../../model/access/interaction.js';
import type { Plan } from '../../model/change-record.js';
import { type Change, insertion, updateIf } from '../../model/change-set.js';
import { after } from '../../model/conditions.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import { hasPassed } from '../../model/time.js';
import type { DeviceAuthorization, DeviceDecision } from '../../model/tokens/device-authorization.js';
import { targetOfUser } from '../protocol/resource-indicators.js';
import { DEVICE_PAGE } from './device-authorization.js';
import { toDisplayedUserCode } from './user-code.js';

/**
 * `userCode` is the code that the user entered, so that the consent page can show it. Requests that an older version of
 * Passgraph stored have no `userCode`.
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
  planIssue,
  deny,
  fail: async (_deps, _request, error) => ({ kind: 'errorPage', error }),
};

async function reopen(deps: Deps, { interaction, client, issuer }: OpenInteraction): Promise<Reopened<DeviceRequest>> {
  const { deviceId } = interaction.request as WaitingDevice;
  const device = await deps.store.deviceAuthorizations.find(deviceId);
  if (device === undefined || !isUndecided(deps, device)) return { refused: expired };
  // If the client was re-created or its grants were revoked, the device's tokens would be invalid, so the server ends
  // the sign-in with an error.
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
 * RFC 8628 §5.4: the server always asks the user for consent and shows the client's name, because an attacker may have
 * sent the user code to the user.
 */
async function makeConsentQuestion(
  deps: Deps,
  { client, device }: DeviceRequest,
  active: ConsentQuestion['active'],
  answer: ConsentQuestion['answer'],
): Promise<ConsentQuestion> {
  const known = await knownScopes(deps);
  const { scopes } = targetOfUser(client, known, active.records.userRoles, device);
  const asked = { scopes: [...scopes], claims: [] };
  return { client, active, knownScopes: known, asked, alwaysAsk: true, answer };
}

/** Plans to store the user's decision and the grant. The decision contains the id of the grant. */
async function planIssue(
  deps: Deps,
  { client, issuer, clientGrantEpoch, device }: DeviceRequest,
  { admission, consent, scopes }: Approval,
): Promise<Plan<BrowserAnswer>> {
  const grantId = newOrderedId(deps.clock, deps.random);
  const { resource, secretHash: codeHash, expiresAt } = device;
  const authorization = { issuer, client, clientGrantEpoch, admission, consent, scopes, resource };
  // The grant has no session, because the device stays signed in after the browser's session has ended.
  const grant = makeGrant(deps, { ...authorization, request: { device: true } }, { id: grantId, codeHash, expiresAt });
  const decided = decision(deps, device, { decision: 'allowed', grantId });
  return { changes: [decided, insertion('grants', grant)], result: donePage('allowed') };
}

async function deny(deps: Deps, { device }: DeviceRequest): Promise<BrowserAnswer> {
  return (await deps.store.commit([decision(deps, device, { decision: 'denied' })])) ? donePage('denied') : expired;
}

/** Returns the change that stores the user's decision. The change set fails if there is a decision already. */
function decision(
  { clock }: Deps,
  { id }: DeviceAuthorization,
  decided: { readonly decision: DeviceDecision; readonly grantId?: string },
): Change {
  return updateIf('deviceAuthorizations', { id, decision: null, expiresAt: after(clock.now()) }, decided);
}

function donePage(decision: DeviceDecision): BrowserAnswer {
  return { kind: 'interaction', location: `${DEVICE_PAGE}?done=${decision}` };
}

const expired: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError('expired_token', 'The user code has expired. Start again on the device to get a new code.'),
};
