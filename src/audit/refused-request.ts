import type { Session } from '../model/access/session.js';
import type { Client } from '../model/clients/client.js';
import type { Caller, Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { loggableUri } from '../model/loggable-uri.js';

/** A request that a registered client sent, or that a browser sent in the client's name. */
export interface ClientRequestFacts {
  readonly kind: 'AUTHORIZATION' | 'CLIENT_AUTHENTICATION';
  readonly client: Pick<Client, 'id'>;
  readonly caller?: Caller | undefined;
  readonly redirectUri?: string | undefined;
  /** A reason that is more exact than the error code that the client receives. */
  readonly reason?: string | undefined;
  /** The session of a user who has no access to the client. */
  readonly session?: Pick<Session, 'id' | 'userId'> | undefined;
}

/**
 * Writes a refused request to the audit log, so that an administrator can find out why a client does not work. The
 * event contains no value of the request except the redirect URI without its query.
 */
export function recordRefusedRequest(
  { audit }: Pick<Deps, 'audit'>,
  { kind, client, caller, redirectUri, reason, session }: ClientRequestFacts,
  { error, parameter, description }: OAuthError,
): void {
  audit.recordRefusal({
    type: 'REQUEST_REFUSED',
    clientId: client.id,
    ...(session !== undefined && { userId: session.userId, sessionId: session.id }),
    ipAddress: caller?.ipAddress,
    detail: {
      request: kind,
      reason: reason ?? error,
      ...(parameter !== undefined && { parameter }),
      description,
      ...(redirectUri !== undefined && { redirectUri: loggableUri(redirectUri) }),
    },
  });
}

/**
 * Calls `work`. If `work` throws an OAuthError, writes the refused request to the audit log and throws the error again.
 */
export async function recordingRefusal<T>(
  deps: Pick<Deps, 'audit'>,
  facts: ClientRequestFacts,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OAuthError) recordRefusedRequest(deps, facts, error);
    throw error;
  }
}
