import { HeaderMap } from '@apollo/server';
import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Deps } from '../model/deps.js';
import { AdminError, StoreUnavailableError } from '../model/errors.js';
import { unauthenticated } from './permission-guard.js';
import { UNAVAILABLE } from './unavailable.js';

const INTERNAL: string = ApolloServerErrorCode.INTERNAL_SERVER_ERROR;

/**
 * Converts a thrown error to an error in the GraphQL response. An AdminError keeps its message, code and field, and
 * Apollo's own errors keep their messages. Trouble with the database gets the code UNAVAILABLE. Any other error is a
 * bug: it is logged, and the caller gets no details.
 */
export function formatError({ log }: Pick<Deps, 'log'>) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const thrown = unwrapResolverError(error);
    if (thrown instanceof AdminError) {
      const { message, code, field, maxAge } = thrown;
      const details = { ...(field !== undefined && { field }), ...(maxAge !== undefined && { maxAge }) };
      return { ...formatted, message, extensions: { code, ...details } };
    }
    if (thrown instanceof StoreUnavailableError) {
      const { message, outcome } = thrown;
      log.warn({ outcome, err: thrown, path: formatted.path }, 'the database was not available for administration');
      return { ...formatted, message, extensions: { code: UNAVAILABLE } };
    }
    const code = formatted.extensions?.code;
    if (code !== INTERNAL) return { ...formatted, extensions: { code } };
    log.error({ err: thrown, path: formatted.path }, 'administration failed');
    return { ...formatted, message: 'The server failed unexpectedly. Try again later.', extensions: { code } };
  };
}

function unknownCredentials(): AdminError {
  return new AdminError(
    'UNAUTHENTICATED',
    'The API key or access token is unknown, expired or revoked. Send a valid one.',
  );
}

/**
 * RFC 6750 §3: in the header `WWW-Authenticate`, at least one parameter must follow the scheme `Bearer`. So the header
 * has a realm if there is no error to report.
 */
function challengeOf(sent: boolean) {
  return {
    'WWW-Authenticate': sent ? 'Bearer error="invalid_token"' : 'Bearer realm="graphql"',
  };
}

/**
 * Makes the response to a request without valid credentials. RFC 6750 §3 and RFC 9449 §7.1: the response must contain a
 * challenge, in the header `WWW-Authenticate`.
 */
export function unauthenticatedResponse(
  sent: boolean,
  challenge: Readonly<Record<string, string>> = challengeOf(sent),
): GraphQLError {
  const { message, code } = sent ? unknownCredentials() : unauthenticated();
  const headers = new HeaderMap(Object.entries(challenge).map(([name, value]) => [name.toLowerCase(), value]));
  return new GraphQLError(message, { extensions: { code, http: { status: 401, headers } } });
}
