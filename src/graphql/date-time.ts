import { GraphQLError, GraphQLScalarType, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';

const { parseValue, parseLiteral, ...config } = GraphQLDateTimeISO.toConfig();

export const DateTime = new GraphQLScalarType<Date, string>({
  ...config,
  name: 'DateTime',
  description:
    'A date and time as in RFC 3339, with a time zone: `2026-11-21T12:00:00.000Z`, or `2026-11-21T13:00:00+01:00`. A date alone is refused. Responses are in UTC.',
  parseValue: (value) => explain(() => parseValue(value)),
  parseLiteral: (node, variables) => explain(() => parseLiteral(node, variables), node),
});

/** Replaces the error of the library, which does not say what is valid. */
function explain(parse: () => Date, nodes: ValueNode | null = null): Date {
  try {
    return parse();
  } catch {
    throw new GraphQLError(
      'This is not a date and time. Send a date and time with a time zone, such as 2026-11-21T12:00:00.000Z or 2026-11-21T13:00:00+01:00.',
      { nodes },
    );
  }
}
