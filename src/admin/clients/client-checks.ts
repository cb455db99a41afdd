import { knownScopes } from '../../access/claims.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { ASYMMETRIC_ALGS } from '../../model/server/signing-key.js';
import type { AdminCaller } from '../admin-caller.js';
import { requireStrengthOverClient } from '../authorization.js';
import { invalid, notFound } from '../parse-input.js';
import { checkClient } from './client-rules.js';
import type { ClientSettings } from './client-settings.js';

/** What of a client's settings only the store, or the caller, can tell to be right. */
export async function checkAgainstStore(
  deps: Deps,
  caller: AdminCaller,
  settings: ClientSettings,
  before?: ClientSettings,
): Promise<void> {
  checkClient(settings, deps.config, before);
  requireStrengthOverClient(caller, settings, 'scopes');
  await checkScopes(deps, settings, before);
}

/** Scopes must exist; one that was deleted since may stay where it stood, and counts for nothing. */
async function checkScopes(deps: Deps, { scopes }: ClientSettings, before?: ClientSettings): Promise<void> {
  const known = new Set([...(await knownScopes(deps)).map(({ id }) => id), ...(before?.scopes ?? [])]);
  const unknown = scopes.findIndex((scope) => !known.has(scope));
  if (unknown !== -1) throw invalid(`scopes.${unknown}`, 'is not the name of a scope');
}

/** The issuer that a client is under; `NOT_FOUND` where it is gone, and the client with it. */
export async function issuerOfClient(
  deps: Deps,
  client: Pick<Client, 'issuerId' | 'issuerGeneration'>,
): Promise<Issuer> {
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (issuer === undefined || issuer.generation !== client.issuerGeneration) throw notFound('issuer');
  return issuer;
}

/** Makes the keys that the client's tokens and answers are signed with, where the issuer has none yet. */
export async function ensureKeys(deps: Deps, issuer: Issuer, settings: ClientSettings): Promise<void> {
  const wanted = [
    settings.idTokenSignedResponseAlg,
    settings.accessTokenSigningAlg,
    settings.userinfoSignedResponseAlg,
    settings.introspectionSignedResponseAlg,
  ];
  const algs = ASYMMETRIC_ALGS.filter((alg) => wanted.includes(alg));
  await Promise.all(algs.map((alg) => deps.keys.ensureRing(issuer, alg)));
}
