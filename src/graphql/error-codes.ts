import type { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLEnumType } from 'graphql';
import type { AdminErrorCode } from '../model/errors.js';
import type { UNAVAILABLE } from './unavailable.js';

type Refused = Exclude<`${ApolloServerErrorCode}`, 'PERSISTED_QUERY_NOT_FOUND'>;

const TEXTS: Readonly<Record<AdminErrorCode | Refused | typeof UNAVAILABLE, string>> = {
  UNAUTHENTICATED: 'The request has no API key or access token, or its key or token is unknown, expired or revoked.',
  FORBIDDEN:
    'The caller lacks the permission for this action. To change a user, client or API key, the caller also needs every permission that this record has.',
  FRESH_SIGN_IN_REQUIRED:
    'The change needs a user who signed in a moment ago. The member `extensions.maxAge` is the number of seconds to send as `max_age` to the authorization endpoint.',
  NOT_FOUND:
    'A record that the input refers to does not exist. The member `extensions.field` names the input field that refers to the record.',
  ALREADY_EXISTS:
    'Another record already has the id, name or slug that the input requests. The member `extensions.field` names the input field.',
  INVALID_INPUT:
    'A value in the input is not allowed, or contradicts another value. The member `extensions.field` names the input field.',
  CONFLICT:
    'The change is not possible now. Either the state of the record does not permit it, and the message says what to do first. Or other requests are changing the record at the same time: then try again.',
  RATE_LIMITED:
    'There were too many requests, or a query took longer than 20 seconds. The message says what to do. After too many requests, wait, then send the request again. After a slow query, request smaller pages, or leave out `totalCount`.',
  UNAVAILABLE:
    'The database is not available. The response has the HTTP status 503, and its header `Retry-After` says after how many seconds you can send the request again. The message says whether a change may have taken effect.',
  BAD_REQUEST: 'The request is not a POST request with one operation as JSON, or it is larger than 256 kB.',
  GRAPHQL_PARSE_FAILED: 'The GraphQL operation has a syntax error, or it is too long.',
  GRAPHQL_VALIDATION_FAILED: 'The GraphQL operation does not match the schema, or it requests too much data.',
  OPERATION_RESOLUTION_FAILURE:
    'The request contains several operations, but no `operationName` that selects one of them.',
  BAD_USER_INPUT: 'The variables in the request do not have the types that the operation declares.',
  PERSISTED_QUERY_NOT_SUPPORTED:
    'The request refers to a stored query, which this server does not support. Send the text of the operation.',
  INTERNAL_SERVER_ERROR: 'The server failed unexpectedly. The log of the server has the details.',
};

/** The schema contains this type only to document the values of `extensions.code` in errors. No field has this type. */
export const errorCodes = new GraphQLEnumType({
  name: 'ErrorCode',
  description:
    'The error codes of this API. An error in a response has its code in `extensions.code`. If one input field caused the error, `extensions.field` is the path of that field, such as `redirectUris.1`. Lists count from 0, so this is the second redirect URI.',
  values: Object.fromEntries(Object.entries(TEXTS).map(([code, description]) => [code, { description }])),
});
