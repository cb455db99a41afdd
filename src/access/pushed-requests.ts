import { equalInConstantTime, type Handle, handleText, newOrderedId, newSecret, readHandle } from '../keys/secrets.js';
import type { Client } from '../model/clients/client.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import { secondsAfter } from '../model/time.js';
import type { PushedRequest } from '../model/tokens/pushed-request.js';

/** FAPI 2.0 Security Profile §5.3.2.2 requires a lifetime of less than 600 seconds. */
export const PUSHED_REQUEST_LIFETIME_SECONDS = 300;

/** Hashes the secret of a pushed request. Each flow has a hash of its own, so no flow accepts requests of another. */
type HashSecret = (secret: string) => string;

/** Stores an authorization request until the browser arrives with it. Returns the text that names the request. */
export async function pushRequest(
  deps: Deps,
  { client, issuer }: { readonly client: Client; readonly issuer: Issuer },
  request: PushedRequest['request'],
  hashSecret: HashSecret,
): Promise<string> {
  const handle: Handle = { id: newOrderedId(deps.clock, deps.random), secret: newSecret(deps.random) };
  const now = deps.clock.now();
  await deps.store.pushedRequests.insert({
    id: handle.id,
    secretHash: hashSecret(handle.secret),
    request,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    clientId: client.id,
    clientGeneration: client.generation,
    createdAt: now,
    expiresAt: secondsAfter(now, PUSHED_REQUEST_LIFETIME_SECONDS),
  });
  return handleText(handle);
}

/** Finds the pushed request that the text names. The caller checks its expiry, client and issuer. */
export async function findPushedRequest(
  { store }: Pick<Deps, 'store'>,
  text: string,
  hashSecret: HashSecret,
): Promise<PushedRequest | undefined> {
  const handle = readHandle(text);
  const pushed = handle && (await store.pushedRequests.find(handle.id));
  if (pushed === undefined || handle === undefined) return undefined;
  return equalInConstantTime(pushed.secretHash, hashSecret(handle.secret)) ? pushed : undefined;
}
