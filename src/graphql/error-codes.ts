import type { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLEnumType } from 'graphql';
import type { AdminErrorCode } from '../model/errors.js';

type Refused = Exclude<`${ApolloServerErrorCode}`, 'PERSISTED_QUERY_NOT_FOUND'>;

const TEXTS: Readonly<Record<AdminErrorCode | Refused, string>> = {
  UNAUTHENTICATED: 'The request has no API key or access token, or one that is unknown, expired or revoked.',
  FORBIDDEN:
    'The caller lacks a permission, or has fewer permissions than the user, client or key that it wants to change.',
  NOT_FOUND: 'A record that the input names does not exist. `field` says which.',
  ALREADY_EXISTS: 'Another record has this id, name or slug. `field` says which.',
  INVALID_INPUT: 'A value is not allowed, or contradicts another value. `field` says which.',
  CONFLICT: 'The present state of the record does not allow the change, or another caller is changing the record.',
  RATE_LIMITED:
    'There were too many requests, or the query took longer than 20 seconds. Request less, or try again later.',
  BAD_REQUEST: 'The request is not a POST of one operation as JSON, or is larger than 256 kB.',
  GRAPHQL_PARSE_FAILED: 'The operation has a syntax error, or is too long.',
  GRAPHQL_VALIDATION_FAILED: 'The operation does not match the schema, or is too costly.',
  OPERATION_RESOLUTION_FAILURE: 'The request has several operations but no `operationName`.',
  BAD_USER_INPUT: 'The variables do not match the operation.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Persisted queries are not supported. Send the operation itself.',
  INTERNAL_SERVER_ERROR: 'The server failed. Its log has the details.',
};

/** No field has this type: it documents `extensions.code`. */
export const errorCodes = new GraphQLEnumType({
  name: 'ErrorCode',
  description:
    'The values of `extensions.code` in errors. If one input field is at fault, `extensions.field` is its path, such as `redirectUris.1`.',
  values: Object.fromEntries(Object.entries(TEXTS).map(([code, description]) => [code, { description }])),
});
