import type { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLEnumType } from 'graphql';
import type { AdminErrorCode } from '../model/errors.js';

type Refused = Exclude<`${ApolloServerErrorCode}`, 'PERSISTED_QUERY_NOT_FOUND'>;

const TEXTS: Readonly<Record<AdminErrorCode | Refused, string>> = {
  UNAUTHENTICATED: 'Nobody known calls: no API key or access token was sent, or one that does not count (any more).',
  FORBIDDEN: 'Who calls lacks a permission, or is weaker than what this is done to.',
  NOT_FOUND: 'What the input names is not there; `field` says which.',
  ALREADY_EXISTS: 'Something has this id, name or slug; `field` says which.',
  INVALID_INPUT: 'A value is not one that the field takes, or contradicts another; `field` says which.',
  CONFLICT: 'It cannot be done as things stand: somebody else is changing it, or it would break a rule.',
  RATE_LIMITED: 'Too many requests, or a query that takes longer than 20 s. Ask for less, or later.',
  BAD_REQUEST: 'Not a POST of one operation as JSON, or one of more than 256 kB.',
  GRAPHQL_PARSE_FAILED: 'The operation is not GraphQL, or is too long.',
  GRAPHQL_VALIDATION_FAILED: 'The operation does not fit the schema, or costs too much.',
  OPERATION_RESOLUTION_FAILURE: 'The request has several operations and does not say which.',
  BAD_USER_INPUT: 'The variables do not fit the operation.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'There are no persisted queries: send the operation itself.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on the side of the server, whose log has it.',
};

/** For people who read the schema: no field has it. */
export const errorCodes = new GraphQLEnumType({
  name: 'ErrorCode',
  description:
    'What `extensions.code` of an error may be. Where one input field is at fault, `extensions.field` is its path, such as `redirectUris.1`.',
  values: Object.fromEntries(Object.entries(TEXTS).map(([code, description]) => [code, { description }])),
});
