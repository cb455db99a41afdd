import { addressKey } from '../../audit/address-key.js';
import { newSecret, readHandle } from '../../keys/secrets.js';
import type { Interaction } from '../../model/access/interaction.js';
import type { SessionRecords } from '../../model/access/live.js';
import { type Change, updateIf } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import { after } from '../../model/conditions.js';
import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { Browser } from './browser-answer.js';

/**
 * Users have half an hour to sign in, because creating an account, or fetching a security key from another room, can
 * take long.
 */
const LIFETIME_SECONDS = 1800;

/** The client's request, which is stored while the user signs in, and the data that the sign-in page needs. */
export type WaitingRequest = Pick<Interaction, 'kind' | 'request'> &
  Partial<Pick<Interaction, 'loginHint' | 'uiLocales' | 'register' | 'authenticateAfter'>>;

/**
 * Stores a request as an interaction while the user signs in. Starting an interaction needs no authentication, so the
 * number of interactions is limited. If `browserHash` is missing, the interaction is bound to the first browser that
 * opens its page.
 *
 * @throws CeremonyError `rate_limited` if one IP address started too many interactions
 */
export async function beginInteraction(
  deps: Deps,
  { client, issuer }: { readonly client: Client; readonly issuer: Issuer },
  waiting: WaitingRequest,
  { browserHash, caller }: Pick<Browser, 'browserHash' | 'caller'>,
): Promise<Interaction> {
  await checkInteractionLimit(deps, caller, waiting.request);
  const now = deps.clock.now();
  const interaction: Interaction = {
    ...waiting,
    ...(browserHash !== undefined && { browserHash }),
    id: newSecret(deps.random),
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    clientId: client.id,
    clientGeneration: client.generation,
    register: waiting.register ?? false,
    createdAt: now,
    expiresAt: secondsAfter(now, LIFETIME_SECONDS),
  };
  await deps.store.interactions.insert(interaction);
  return interaction;
}

/**
 * Counts a request that is stored while its user signs in.
 *
 * @throws CeremonyError `rate_limited` if one IP address started too many sign-ins
 */
export async function checkInteractionLimit(deps: Deps, { ipAddress }: Caller, stored: object): Promise<void> {
  if (await deps.limits.take('interaction', addressKey(ipAddress), limitPoints(stored))) return;
  const message = 'Too many sign-ins were started from this IP address. Wait a moment, then try again.';
  throw new CeremonyError('rate_limited', message, { status: 429, limit: 'interaction' });
}

/** The server stores the whole request, so every 4096 bytes of a request count as one point of the rate limit. */
const BYTES_PER_POINT = 4096;

export function limitPoints(stored: object): number {
  return Math.ceil(JSON.stringify(stored).length / BYTES_PER_POINT);
}

/** An unfinished interaction of this browser, with the current records of its client and issuer. */
export interface OpenInteraction {
  readonly interaction: Interaction;
  readonly client: Client;
  readonly issuer: Issuer;
  /** The session of the browser. Absent if the browser has no session, or it was not read. */
  readonly session?: SessionRecords | undefined;
}

/**
 * Finds an unfinished interaction of this browser. Returns `undefined` if the interaction is finished, expired or bound
 * to another browser, or if its client or issuer was deleted, re-created or disabled. Pass the session cookie if the
 * next step depends on the session; both are then read with one query.
 */
export async function findInteraction(
  deps: Deps,
  id: string,
  browserHash: string,
  sessionCookie?: string,
): Promise<OpenInteraction | undefined> {
  const sessionId = sessionCookie === undefined ? undefined : readHandle(sessionCookie)?.id;
  if (sessionId === undefined) return openOf(deps, await deps.store.interactions.find(id), browserHash);
  const found = await deps.store.readInteraction(id, sessionId);
  const open = await openOf(deps, found?.interaction, browserHash);
  return open && { ...open, session: found?.session };
}

/** Like `findInteraction`, for an interaction that has just been read. */
export async function openOf(
  deps: Deps,
  interaction: Interaction | undefined,
  browserHash: string,
): Promise<OpenInteraction | undefined> {
  if (interaction === undefined || interaction.finishedAt !== undefined) return undefined;
  if (hasPassed(interaction.expiresAt, deps.clock.now())) return undefined;
  if (!(await belongsTo(deps, interaction, browserHash))) return undefined;
  const [client, issuer] = await Promise.all([
    deps.store.clients.find(interaction.clientId),
    deps.store.issuers.find(interaction.issuerId),
  ]);
  if (client === undefined || issuer === undefined || !client.enabled) return undefined;
  if (!isSameGeneration(client.generation, interaction.clientGeneration)) return undefined;
  if (!isSameGeneration(issuer.generation, interaction.issuerGeneration)) return undefined;
  return { interaction: { ...interaction, browserHash }, client, issuer };
}

async function belongsTo(deps: Deps, interaction: Interaction, browserHash: string): Promise<boolean> {
  if (interaction.browserHash !== undefined) return interaction.browserHash === browserHash;
  if (await deps.store.interactions.bind(interaction.id, browserHash)) return true;
  return (await deps.store.interactions.find(interaction.id))?.browserHash === browserHash;
}

/**
 * Moves an interaction to the browser's current cookie (`browserHash`) if the interaction began with another cookie of
 * the same browser. `others` are the hashes of the other browser cookies that the browser sent.
 */
export async function adoptInteraction(
  deps: Deps,
  id: string,
  browserHash: string,
  others: readonly string[],
): Promise<void> {
  const from = others.length === 0 ? undefined : (await deps.store.interactions.find(id))?.browserHash;
  if (from !== undefined && others.includes(from)) await deps.store.interactions.rebind(id, from, browserHash);
}

/**
 * Finds the client of an interaction that cannot continue, so that the user can start the sign-in at this client again.
 * Returns `undefined` if the interaction no longer exists, or if the client was deleted, re-created or disabled.
 */
export async function findClientToRestart(deps: Deps, id: string): Promise<Client | undefined> {
  const interaction = await deps.store.interactions.find(id);
  const client = interaction && (await deps.store.clients.find(interaction.clientId));
  if (client?.enabled !== true) return undefined;
  return isSameGeneration(client.generation, interaction?.clientGeneration) ? client : undefined;
}

/**
 * Returns the change that marks an interaction as finished. If several requests finish the same interaction at once,
 * only one change set succeeds, so only that request issues a code or token.
 */
export function finishing(deps: Deps, id: string, browserHash: string): Change {
  const finishedAt = deps.clock.now();
  return updateIf('interactions', { id, browserHash, finishedAt: null, expiresAt: after(finishedAt) }, { finishedAt });
}

/** The path to which a page sends the browser after the user has signed in or has answered the consent page. */
export function continuePath({ id }: Pick<Interaction, 'id'>): string {
  return `/continue/${id}`;
}

/** The path of the sign-in page, or of the registration page if the client asked for registration. */
export function signInPath({ id, register }: Pick<Interaction, 'id' | 'register'>): string {
  return `${register ? '/register' : '/login'}?interaction=${id}`;
}

export function consentPath({ id }: Pick<Interaction, 'id'>): string {
  return `/consent?interaction=${id}`;
}

/**
 * The path of the page that says that the user has no access to the application. There the user can switch accounts or
 * go back.
 */
export function deniedPath({ id }: Pick<Interaction, 'id'>): string {
  return `/denied?interaction=${id}`;
}
