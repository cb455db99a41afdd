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
export const formatError =
  ({ log }: Pick<Deps, 'log'>) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
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

const unknownBearer = (): AdminError =>
  new AdminError('UNAUTHENTICATED', 'This API key or access token is not known, has expired, or was ended.');

/** Nobody calls: answered before anything of the request is read. RFC 6750 §3 */
export const nobody = (sent: boolean): GraphQLError => {
  const { message, code } = sent ? unknownBearer() : unauthenticated();
  const challenge = sent ? 'Bearer error="invalid_token"' : 'Bearer';
  const headers = new HeaderMap([['www-authenticate', challenge]]);
  return new GraphQLError(message, { extensions: { code, http: { status: 401, headers } } });
};
