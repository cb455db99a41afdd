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

/** A script may send a hundred mutations at once; a page of a hundred with a page of a hundred in each is too much. */
const MOST_TOKENS = 10_000;
const MOST_ALIASES = 200;
const DEEPEST = 16;
const HIGHEST_COST = 20_000;

/** What a list without pages is taken to have. */
const USUAL_LENGTH = 5;
/** Counting goes through the whole list. */
const COST_OF_COUNT = 50;
const COUNTS_OF_STATISTICS = 5;

export const parseOptions = { maxTokens: MOST_TOKENS };

const reporting = {
  propagateOnRejection: false,
  onReject: [
    (context: { reportError(error: GraphQLError): void } | null, error: GraphQLError) => context?.reportError(error),
  ],
};

/** Refused as not valid, before anything is resolved. */
export const validationRules = [
  maxDepthRule({ n: DEEPEST, flattenFragments: true, ...reporting }),
  maxAliasesRule({ n: MOST_ALIASES, ...reporting }),
] as unknown as ValidationRule[];

/** More than a page may have, or less than one, is refused by the list itself. */
function lengthOf(first: unknown): number {
  return Math.min(Math.max(Number(first), 1), 100);
}

/** Of a list's total, which is counted once, however long the page; within a fragment it is not seen, and costs more. */
function costOfCount({ selectionSet }: FieldNode): number {
  return (selectionSet?.selections ?? []).filter(isSurelyCounted).length * COST_OF_COUNT;
}

function isSurelyCounted(one: NonNullable<FieldNode['selectionSet']>['selections'][number]): boolean {
  return one.kind === Kind.FIELD && one.name.value === 'totalCount' && !one.directives?.length;
}

/** Each field costs one, and what stands in a list as often as the list may have entries. */
const costOf: ComplexityEstimator = ({ type, field, args, node, childComplexity }) => {
  if (field.name === 'totalCount') return COST_OF_COUNT;
  if (field.name === 'statistics') return COUNTS_OF_STATISTICS * COST_OF_COUNT + childComplexity;
  if (getNamedType(field.type).name.endsWith('Connection')) {
    const counting = costOfCount(node);
    return 1 + counting + lengthOf(args.first) * (childComplexity - counting);
  }
  const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
  return 1 + (isList && !type.name.endsWith('Connection') ? USUAL_LENGTH : 1) * childComplexity;
};

/** Refuses an operation that would cost too much, by its shape and variables. */
export function costLimit(schema: GraphQLSchema): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, operationName, request: { variables = {} } }) => {
        if (operation?.operation === 'subscription') throw refused('There are no subscriptions; follow auditEvents.');
        // Variables that do not fit are for the execution to refuse, field by field.
        if (getVariableValues(schema, operation?.variableDefinitions ?? [], variables).errors !== undefined) return;
        const options = { schema, query: document, variables, estimators: [costOf] };
        const cost = costOrRefusal(() =>
          getComplexity({ ...options, ...(operationName !== null && { operationName }) }),
        );
        if (cost > HIGHEST_COST)
          throw tooMuch(`costs ${cost}; at most ${HIGHEST_COST} is taken. Ask for smaller pages.`);
      },
    }),
  };
}

/** Fragments may multiply beyond what can be counted; an argument may be `null` by a variable, where it must not. */
function costOrRefusal(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (error.nodes === undefined) throw tooMuch('has too many fields.');
    const { message, nodes } = error;
    throw new GraphQLError(message, {
      nodes,
      extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT, http: { status: 400 } },
    });
  }
}

function tooMuch(why: string): GraphQLError {
  return refused(`The operation ${why}`);
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED, http: { status: 400 } },
  });
}
