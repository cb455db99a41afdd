import { newSecret } from '../../keys/secrets.js';
import type { Interaction } from '../../model/access/interaction.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import { addressKey } from '../address-key.js';

/** Seconds that somebody has to sign in, consent, or fetch their security key. */
const LIFETIME = 1800;

export type NewInteraction = Pick<Interaction, 'kind' | 'request'> &
  Partial<Pick<Interaction, 'browserHash' | 'loginHint' | 'uiLocales' | 'register' | 'authenticateAfter'>> & {
    readonly issuer: Issuer;
    readonly client: Client;
    readonly caller: Caller;
  };

/**
 * Keeps what somebody came for, until they are signed in. Without `browserHash` the next browser to come with it has it.
 *
 * @throws CeremonyError `rate_limited`: whoever has no session can have us keep things, but not without end
 */
export async function beginInteraction(
  deps: Deps,
  { issuer, client, caller, ...asked }: NewInteraction,
): Promise<Interaction> {
  if (!(await deps.limits.take('interaction', addressKey(caller.ipAddress), worthOf(asked.request)))) {
    const told = 'Too many sign-ins were begun from this address. Wait a moment, then try again.';
    throw new CeremonyError('rate_limited', told, { status: 429, limit: 'interaction' });
  }
  const now = deps.clock.now();
  const interaction: Interaction = {
    ...asked,
    id: newSecret(deps.random),
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    clientId: client.id,
    clientGeneration: client.generation,
    register: asked.register ?? false,
    createdAt: now,
    expiresAt: secondsAfter(now, LIFETIME),
  };
  await deps.store.interactions.insert(interaction);
  return interaction;
}

/** Bytes: what is longer counts as several, since it is kept whole. */
const COUNTED = 4096;

/** How many attempts it is worth to have this kept. */
export function worthOf(kept: object): number {
  return Math.ceil(JSON.stringify(kept).length / COUNTED);
}

/** An open interaction of this browser, with its client and issuer as they are now; `undefined` where anything is not so. */
export interface OpenInteraction {
  readonly interaction: Interaction;
  readonly client: Client;
  readonly issuer: Issuer;
}

export async function findInteraction(
  deps: Deps,
  id: string,
  browserHash: string,
): Promise<OpenInteraction | undefined> {
  const interaction = await deps.store.interactions.find(id);
  if (interaction === undefined || interaction.finishedAt !== undefined) return undefined;
  if (hasPassed(interaction.expiresAt, deps.clock.now())) return undefined;
  if (!(await belongsTo(deps, interaction, browserHash))) return undefined;
  const [client, issuer] = await Promise.all([
    deps.store.clients.find(interaction.clientId),
    deps.store.issuers.find(interaction.issuerId),
  ]);
  if (client === undefined || issuer === undefined || !client.enabled) return undefined;
  if (client.generation !== interaction.clientGeneration || issuer.generation !== interaction.issuerGeneration)
    return undefined;
  return { interaction: { ...interaction, browserHash }, client, issuer };
}

async function belongsTo(deps: Deps, interaction: Interaction, browserHash: string): Promise<boolean> {
  if (interaction.browserHash !== undefined) return interaction.browserHash === browserHash;
  if (await deps.store.interactions.bind(interaction.id, browserHash)) return true;
  return (await deps.store.interactions.find(interaction.id))?.browserHash === browserHash;
}

/** Finishes it: of several that try at once exactly one may go on to issue something. */
export function finishInteraction(deps: Deps, id: string, browserHash: string): Promise<boolean> {
  return deps.store.interactions.finish(id, browserHash, deps.clock.now());
}

/** Where an interaction goes on, once its user is signed in. */
export function nextOf(interaction: Pick<Interaction, 'id'>): string {
  return `/continue/${interaction.id}`;
}

/** Where its user signs in, or registers, first. */
export function signInPageOf(interaction: Pick<Interaction, 'id' | 'register'>): string {
  return `${interaction.register ? '/register' : '/login'}?interaction=${interaction.id}`;
}

/** Where they say whether the client may have what it asks for. */
export function consentPageOf(interaction: Pick<Interaction, 'id'>): string {
  return `/consent?interaction=${interaction.id}`;
}

/** Where they learn that they may not use the client: whom to ask, another account, and the way back. */
export function deniedPageOf(interaction: Pick<Interaction, 'id'>): string {
  return `/denied?interaction=${interaction.id}`;
}
