import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';
import { type SoftwareAuthenticator, softwareAuthenticator } from '../software-authenticator.js';
import { newUserAgent, type UserAgent } from '../user-agent.js';
import type { KeptPasskey, KeptPerson } from './facts.js';

/** A person whose browser and passkeys a fixture keeps, each passkey in an authenticator of its own. */
export interface ReturningPerson {
  readonly id: string;
  readonly username: string;
  readonly agent: UserAgent;
  readonly authenticator: SoftwareAuthenticator;
  readonly authenticators: readonly SoftwareAuthenticator[];
}

export function restorePerson(origin: string, { id, username, cookies, passkeys }: KeptPerson): ReturningPerson {
  const agent = newUserAgent(origin);
  // Without their ages: the jar knows the system's clock only, and the fixture has its own.
  for (const [name, value] of Object.entries(cookies)) agent.jar.setCookieSync(`${name}=${value}; Path=/`, origin);
  const authenticators = passkeys.map((passkey) => restoreAuthenticator(origin, passkey));
  return { id, username, agent, authenticator: authenticators[0] ?? softwareAuthenticator({ origin }), authenticators };
}

function restoreAuthenticator(origin: string, { privateJwk, counts, ...passkey }: KeptPasskey): SoftwareAuthenticator {
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const credential = { ...passkey, privateKey, publicKey: createPublicKey(privateKey) };
  const backedUp = !counts;
  return softwareAuthenticator({ origin, alg: passkey.alg, counts, backedUp, backupEligible: backedUp }, [credential]);
}

export function keepPerson(origin: string, person: Omit<ReturningPerson, 'authenticator'>): KeptPerson {
  const cookies = person.agent.jar.getCookiesSync(origin);
  return {
    id: person.id,
    username: person.username,
    cookies: Object.fromEntries(cookies.map(({ key, value }) => [key, value])),
    passkeys: person.authenticators.flatMap(keepPasskeys),
  };
}

function keepPasskeys({ credentials }: SoftwareAuthenticator): KeptPasskey[] {
  return credentials.map(({ id, rpId, userHandle, alg, privateKey, signCount }) => ({
    id,
    rpId,
    userHandle,
    alg,
    privateJwk: privateKey.export({ format: 'jwk' }) as JWK,
    signCount,
    counts: signCount > 0,
  }));
}
