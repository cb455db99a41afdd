import type { ApolloServerPlugin, BaseContext, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isListType,
  isNonNullType,
  Kind,
  type ValidationRule,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity/cjs';

/**
 * The limits for one operation. They allow 100 mutations, but reject a list of 100 entries in which each entry has
 * another list of 100 entries.
 */
const MAX_TOKENS = 10_000;
const MAX_ALIASES = 200;
const MAX_DEPTH = 16;
const MAX_COST = 20_000;

/** The number of entries that is assumed for a list without pages when the cost of an operation is computed. */
const ASSUMED_LENGTH = 5;
/**
 * The cost of a `totalCount`. It is as high as the cost of 50 other fields, because the database must count the whole
 * list.
 */
const COUNT_COST = 50;
const STATISTICS_COUNTS = 5;
/** The cost of one kind of effects of a mutation, for which up to 5,000 records are examined, in up to a second. */
const EFFECT_COST = 2000;
const SHOWN_EFFECTS = 20;
/** A stream computes this many events together, as many as the largest page has. */
const STREAMED_EVENTS = 100;
/** The cost of fields that read the counts of many days, and the events of active users. */
const DAILY_COST = 1000;
/** The cost of finding out which events a text matches, which takes up to a hundred searches of an index. */
const TEXT_COST = 1000;
/** The cost of a list with a filter or a search, and of each further word of the search. */
const FILTER_COST = 50;
const WORD_COST = 25;
const DAILY_FIELDS = ['auditEventCounts', 'dailyStatistics'];
/** The cost of a preview of claim rules, which can take a million steps of evaluation. */
const PREVIEW_COST = 1000;
/** The cost of the checks of the setup, which ask the database and other servers a few times a minute. */
const CHECKS_COST = 1000;
const CHECKS_LENGTH = 20;

export const parseOptions = { maxTokens: MAX_TOKENS };

const reporting = {
  propagateOnRejection: false,
  onReject: [
    (context: { reportError(error: GraphQLError): void } | null, error: GraphQLError) => context?.reportError(error),
  ],
};

export const validationRules = [
  maxDepthRule({ n: MAX_DEPTH, flattenFragments: true, ...reporting }),
  maxAliasesRule({ n: MAX_ALIASES, ...reporting }),
] as unknown as ValidationRule[];

/**
 * Returns the number of entries by which the cost of a list is multiplied. A number outside 1 to 100 causes no error
 * here, because the resolver of the list rejects it.
 */
function lengthOf({ first, last }: Readonly<Record<string, unknown>>): number {
  return Math.min(Math.max(Number(last ?? first), 1), 100);
}

/**
 * Returns the cost of the `totalCount` fields directly inside a list. They are computed once per page, so their cost is
 * not multiplied by the number of entries. A `totalCount` inside a fragment is not recognized, so its cost is
 * multiplied.
 */
function countCost({ selectionSet }: FieldNode): number {
  return (selectionSet?.selections ?? []).filter(isTotalCount).length * COUNT_COST;
}

function isTotalCount(one: NonNullable<FieldNode['selectionSet']>['selections'][number]): boolean {
  return one.kind === Kind.FIELD && one.name.value === 'totalCount' && !one.directives?.length;
}

/** Returns the cost of finding the records that a search or a filter chooses. */
function choiceCost({ search, filter }: Readonly<Record<string, unknown>>): number {
  const words = typeof search === 'string' ? search.trim().split(/\s+/).length : 0;
  const text = (filter as { readonly text?: unknown } | null | undefined)?.text ? TEXT_COST : 0;
  return text + (filter == null ? 0 : FILTER_COST) + (words === 0 ? 0 : FILTER_COST + (words - 1) * WORD_COST);
}

/**
 * Computes the cost of a field. Each field costs 1. In a list, the cost of the fields is multiplied by the number of
 * entries that the caller requests.
 */
const fieldCost: ComplexityEstimator = ({ type, field, args, node, childComplexity }) => {
  if (field.name === 'totalCount') return COUNT_COST;
  if (field.name === 'statistics') return STATISTICS_COUNTS * COUNT_COST + childComplexity;
  if (DAILY_FIELDS.includes(field.name)) return DAILY_COST + childComplexity;
  if (field.name === 'previewClaimRules') return PREVIEW_COST + childComplexity;
  if (type.name === 'Server' && field.name === 'checks') return CHECKS_COST + CHECKS_LENGTH * childComplexity;
  if (type.name === 'Effects') return EFFECT_COST + childComplexity;
  if (field.name === 'nodes') return 1 + SHOWN_EFFECTS * childComplexity;
  if (type.name === 'Subscription') return 1 + choiceCost(args) + STREAMED_EVENTS * childComplexity;
  if (getNamedType(field.type).name.endsWith('Connection')) {
    const counting = countCost(node);
    return 1 + choiceCost(args) + counting + lengthOf(args) * (childComplexity - counting);
  }
  const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
  return 1 + (isList && !type.name.endsWith('Connection') ? ASSUMED_LENGTH : 1) * childComplexity;
};

/** Rejects an operation before it is executed if its cost exceeds the limit. */
export function costLimit(schema: GraphQLSchema): ApolloServerPlugin {
  return { requestDidStart: async () => ({ didResolveOperation: async (request) => checkCost(schema, request) }) };
}

type CostedRequest = Pick<
  GraphQLRequestContextDidResolveOperation<BaseContext>,
  'document' | 'operation' | 'operationName' | 'request'
>;

/** Throws if the cost of an operation exceeds the limit. */
export function checkCost(
  schema: GraphQLSchema,
  { document, operation, operationName, request: { variables = {} } }: CostedRequest,
): void {
  // If a variable has the wrong type, no cost can be computed. GraphQL rejects the operation later, with an error that
  // names the variable.
  if (getVariableValues(schema, operation?.variableDefinitions ?? [], variables).errors !== undefined) return;
  const options = { schema, query: document, variables, estimators: [fieldCost] };
  const cost = costOrError(() => getComplexity({ ...options, ...(operationName !== null && { operationName }) }));
  if (cost > MAX_COST) throw tooCostly(`costs ${cost}, and the limit is ${MAX_COST}. Request smaller pages.`);
}

/**
 * Returns the cost of an operation, or throws an error of the API if the cost cannot be computed. This happens if
 * nested fragments contain too many fields, or if a variable is `null` although the schema forbids it.
 */
function costOrError(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (error.nodes === undefined) throw tooCostly('has too many fields. Request fewer fields.');
    const { message, nodes } = error;
    throw new GraphQLError(message, {
      nodes,
      extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT, http: { status: 400 } },
    });
  }
}

function tooCostly(why: string): GraphQLError {
  return invalidOperation(`The operation ${why}`);
}

function invalidOperation(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED, http: { status: 400 } },
  });
}
