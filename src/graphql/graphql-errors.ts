import { HeaderMap } from '@apollo/server';
import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { unauthenticated } from './permission-guard.js';

const INTERNAL: string = ApolloServerErrorCode.INTERNAL_SERVER_ERROR;

/**
 * The one place where errors of administration become those of GraphQL: expected failures with their code and field,
 * what GraphQL refuses as Apollo words it, and anything else logged whole and shown as nothing.
 */
export function formatError({ log }: Pick<Deps, 'log'>) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const thrown = unwrapResolverError(error);
    if (thrown instanceof AdminError) {
      const { message, code, field } = thrown;
      return { ...formatted, message, extensions: { code, ...(field !== undefined && { field }) } };
    }
    const code = formatted.extensions?.code;
    if (code !== INTERNAL) return { ...formatted, extensions: { code } };
    log.error({ err: thrown, path: formatted.path }, 'administration failed');
    return { ...formatted, message: 'Something went wrong on our side.', extensions: { code } };
  };
}

function notKnown(): AdminError {
  return new AdminError('UNAUTHENTICATED', 'This API key or access token is not known, has expired, or was ended.');
}

/** RFC 6750 §3: the scheme MUST be followed by a parameter. */
function challengeOf(sent: boolean) {
  return {
    'WWW-Authenticate': sent ? 'Bearer error="invalid_token"' : 'Bearer realm="graphql"',
  };
}

/** Nobody calls: answered before anything of the request is read, with a challenge (RFC 6750 §3, RFC 9449 §7.1). */
export function nobody(sent: boolean, challenge: Readonly<Record<string, string>> = challengeOf(sent)): GraphQLError {
  const { message, code } = sent ? notKnown() : unauthenticated();
  const headers = new HeaderMap(Object.entries(challenge).map(([name, value]) => [name.toLowerCase(), value]));
  return new GraphQLError(message, { extensions: { code, http: { status: 401, headers } } });
}
