import { knownScopes } from '../../access/claims/known-scopes.js';
import { canSign } from '../../keys/client-secrets.js';
import type { Client } from '../../model/clients/client.js';
import { liveSecrets } from '../../model/clients/client-secret.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { ASYMMETRIC_ALGS } from '../../model/server/signing-key.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkStrengthOverClient } from '../authorization.js';
import { invalid, notFound } from '../input-parser.js';
import { needsSecret, signsWithSecret } from './client-needs.js';
import { checkRules } from './client-rules.js';
import type { ClientSettings } from './client-settings.js';

/** Checks that the settings do not contradict each other, that the caller may set them, and that every scope exists. */
export async function checkSettings(
  deps: Deps,
  caller: AdminCaller,
  settings: ClientSettings,
  before?: ClientSettings,
): Promise<void> {
  checkRules(settings, deps.config, before);
  checkStrengthOverClient(caller, settings, 'scopes');
  await checkScopes(deps, settings, before);
}

/**
 * Throws if the settings contain a scope that does not exist. A scope that was deleted after the client got it is
 * accepted, because it has no effect.
 */
async function checkScopes(deps: Deps, { scopes }: ClientSettings, before?: ClientSettings): Promise<void> {
  const known = new Set([...(await knownScopes(deps)).map(({ id }) => id), ...(before?.scopes ?? [])]);
  const unknown = scopes.findIndex((scope) => !known.has(scope));
  if (unknown !== -1)
    throw invalid(`scopes.${unknown}`, 'is not the name of an existing scope. Create the scope first');
}

/**
 * Returns the issuer of a client.
 * @throws AdminError `NOT_FOUND` if the issuer was deleted, because the clients of a deleted issuer are invalid
 */
export async function issuerOfClient(
  deps: Deps,
  client: Pick<Client, 'issuerId' | 'issuerGeneration'>,
): Promise<Issuer> {
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (issuer === undefined || issuer.generation !== client.issuerGeneration) throw notFound('issuer');
  return issuer;
}

/**
 * Creates the signing keys that the client's settings require, because the issuer may have no keys for these algorithms
 * yet.
 */
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

/** Checks a secret that an administrator imports from another provider. */
export function checkImportedSecret(settings: ClientSettings, secret: string): void {
  if (!needsSecret(settings)) {
    throw invalid('clientSecret', 'must be omitted, because the client needs no secret with these settings');
  }
  if (!canSign(secret) && signsWithSecret(settings)) {
    throw invalid(
      'clientSecret',
      'must have at least 32 bytes, because JWTs of this client are signed with it (CLIENT_SECRET_JWT, BASIC or HS256)',
    );
  }
}

/**
 * Throws if JWTs of the client are to be signed with its secret from now on, but every valid secret is too short
 * (RFC 7518 §3.2).
 */
export function checkSigningSecret(deps: Deps, client: Client, settings: ClientSettings, before: ClientSettings): void {
  if (!signsWithSecret(settings) || signsWithSecret(before)) return;
  const live = liveSecrets(client, deps.clock.now());
  if (live.length === 0 || live.some(({ tooShortToSign }) => tooShortToSign === undefined)) return;
  throw new AdminError(
    'CONFLICT',
    'With these settings, JWTs of the client are signed with its secret (CLIENT_SECRET_JWT, BASIC or HS256), but every secret of the client has fewer than 32 bytes. Add a secret with addClientSecret first.',
  );
}
