import type { Deps } from '../model/deps.js';
import { AdminError, type AdminErrorCode } from '../model/errors.js';
import type { AdminCaller } from './admin-caller.js';

const DENIALS: readonly AdminErrorCode[] = ['FORBIDDEN', 'FRESH_SIGN_IN_REQUIRED'];

/** Whether an error says that the caller lacks a permission or a fresh sign-in. */
export function isDenial(error: unknown): error is AdminError {
  return error instanceof AdminError && DENIALS.includes(error.code);
}

interface Denied {
  /** Where the caller was refused: a field of GraphQL, or the path of a URL. */
  readonly path: string | undefined;
  readonly reason: string;
  /** How many other fields of the same request were refused. */
  readonly further: number;
}

/** Logs a request whose caller lacks a permission or a fresh sign-in. */
export function logDenial({ log }: Pick<Deps, 'log'>, caller: AdminCaller, { path, reason, further }: Denied): void {
  const { kind: actorKind, id: actorId, ipAddress } = caller;
  log.info({ actorKind, actorId, ipAddress, path, further, reason }, 'administration denied');
}
