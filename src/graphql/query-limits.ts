import type { ApolloServerPlugin } from '@apollo/server';
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

/** A hundred mutations in one operation are allowed; a page of 100 in each entry of a page of 100 is not. */
const MAX_TOKENS = 10_000;
const MAX_ALIASES = 200;
const MAX_DEPTH = 16;
const MAX_COST = 20_000;

/** The assumed number of entries in a list without pages. */
const ASSUMED_LENGTH = 5;
/** A total is high because it goes through the whole list. */
const COUNT_COST = 50;
const STATISTICS_COUNTS = 5;

export const parseOptions = { maxTokens: MAX_TOKENS };

const reporting = {
  propagateOnRejection: false,
  onReject: [
    (context: { reportError(error: GraphQLError): void } | null, error: GraphQLError) => context?.reportError(error),
  ],
};

/** Operations that break them are rejected before any field is resolved. */
export const validationRules = [
  maxDepthRule({ n: MAX_DEPTH, flattenFragments: true, ...reporting }),
  maxAliasesRule({ n: MAX_ALIASES, ...reporting }),
] as unknown as ValidationRule[];

/** The list itself rejects other lengths. */
function lengthOf(first: unknown): number {
  return Math.min(Math.max(Number(first), 1), 100);
}

/**
 * The cost of a list's total, which is counted once for the page. Inside a fragment it is not recognized and costs
 * more.
 */
function countCost({ selectionSet }: FieldNode): number {
  return (selectionSet?.selections ?? []).filter(isTotalCount).length * COUNT_COST;
}

function isTotalCount(one: NonNullable<FieldNode['selectionSet']>['selections'][number]): boolean {
  return one.kind === Kind.FIELD && one.name.value === 'totalCount' && !one.directives?.length;
}

/** A field costs 1, and the fields of list entries cost as often as the list may have entries. */
const fieldCost: ComplexityEstimator = ({ type, field, args, node, childComplexity }) => {
  if (field.name === 'totalCount') return COUNT_COST;
  if (field.name === 'statistics') return STATISTICS_COUNTS * COUNT_COST + childComplexity;
  if (getNamedType(field.type).name.endsWith('Connection')) {
    const counting = countCost(node);
    return 1 + counting + lengthOf(args.first) * (childComplexity - counting);
  }
  const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
  return 1 + (isList && !type.name.endsWith('Connection') ? ASSUMED_LENGTH : 1) * childComplexity;
};

/** Rejects an operation that is too costly, before it is executed. */
export function costLimit(schema: GraphQLSchema): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, operationName, request: { variables = {} } }) => {
        if (operation?.operation === 'subscription')
          throw invalidOperation('Subscriptions are not supported. Request auditEvents repeatedly instead.');
        // The execution rejects variables of the wrong type and says which.
        if (getVariableValues(schema, operation?.variableDefinitions ?? [], variables).errors !== undefined) return;
        const options = { schema, query: document, variables, estimators: [fieldCost] };
        const cost = costOrError(() => getComplexity({ ...options, ...(operationName !== null && { operationName }) }));
        if (cost > MAX_COST) throw tooCostly(`costs ${cost}, and the limit is ${MAX_COST}. Request smaller pages.`);
      },
    }),
  };
}

/**
 * Fragments may multiply the fields beyond what can be counted, and a variable may be `null` where that is not allowed.
 */
function costOrError(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (error.nodes === undefined) throw tooCostly('has too many fields. Request fewer.');
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
