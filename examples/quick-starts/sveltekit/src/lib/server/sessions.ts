import { randomUUID } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import { ORIGIN } from './passgraph.ts';

interface User {
  sub: string;
  name: string;
  email: string;
  groups: string[];
}

interface Session {
  signIn?: { state: string; nonce: string; verifier: string };
  user?: User;
  idToken?: string | undefined;
}

/** By cookie, in memory. Use a database in production. */
const sessions = new Map<string, Session>();

export function findSession(cookies: Cookies): Session | undefined {
  return sessions.get(cookies.get('session') ?? '');
}

/** Under a new id, so that a session id that an attacker has planted is worthless. */
export function startSession(cookies: Cookies, session: Session): void {
  endSession(cookies);
  const id = randomUUID();
  sessions.set(id, session);
  cookies.set('session', id, { path: '/', httpOnly: true, sameSite: 'lax', secure: ORIGIN.startsWith('https:') });
}

export function endSession(cookies: Cookies): void {
  sessions.delete(cookies.get('session') ?? '');
  cookies.delete('session', { path: '/' });
}
