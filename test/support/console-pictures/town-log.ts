import type { AuditEntry, Deps } from '../../../src/model/deps.js';
import type { FrozenClock } from '../deps.js';
import { APPLICATIONS, idOf, NOW, RESIDENTS } from './town.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS = 13;
const SUNDAY = 0;

/** Writes the sign-ins of two weeks, and some refusals, in the order in which they happened. */
export async function writeTownLog(deps: Deps, clock: FrozenClock): Promise<void> {
  const midnight = Math.floor(NOW.getTime() / DAY_MS) * DAY_MS;
  for (let day = DAYS; day >= 0; day -= 1) {
    const start = midnight - day * DAY_MS;
    const weekday = new Date(start).getUTCDay();
    const count = weekday === SUNDAY ? 2 : 6 + ((weekday * 5 + day) % 7);
    for (let visit = 0; visit < count; visit += 1) {
      const at = start + (7 + (visit * 7) / count) * HOUR_MS + ((visit * 13 + day * 29) % 40) * 60_000;
      if (at > NOW.getTime() - HOUR_MS / 2) continue;
      clock.set(new Date(at));
      for (const entry of visitOf(day * 3 + visit)) await deps.audit.record(entry);
    }
  }
}

/** What one person does: a sign-in with a passkey, and the tokens of an application. Some are refused. */
function visitOf(number: number): AuditEntry[] {
  const people = RESIDENTS.filter(({ passkeys }) => passkeys.length > 0);
  const { username } = people[number % people.length] ?? { username: 'maya' };
  const { id: clientId } = APPLICATIONS[(number * 2) % APPLICATIONS.length] ?? { id: 'miniflux' };
  const userId = idOf(username);
  const ipAddress = `146.169.5.${20 + (number % people.length)}`;
  const about = { actorKind: 'USER', actorId: userId, userId, clientId, ipAddress } as const;
  if (number % 11 === 7) return [{ ...about, type: 'ACCESS_DENIED', outcome: 'FAILURE' }];
  if (number % 13 === 5) return [wrongRedirect(ipAddress)];
  const detail = { scope: 'openid profile email', pkce: true, nonce: true };
  return [
    { ...about, type: 'SIGNED_IN' },
    { ...about, type: 'TOKEN_ISSUED', actorKind: 'CLIENT', actorId: clientId, detail },
  ];
}

/** The application was moved to another address, and its administrator has not told the server yet. */
function wrongRedirect(ipAddress: string): AuditEntry {
  const detail = {
    request: 'AUTHORIZATION',
    reason: 'redirect_uri',
    parameter: 'redirect_uri',
    description: 'redirect_uri is not one of the redirect URIs of the client.',
    redirectUri: 'https://photos.example.com/auth/login',
  };
  return { type: 'REQUEST_REFUSED', outcome: 'FAILURE', clientId: 'immich', ipAddress, detail };
}
