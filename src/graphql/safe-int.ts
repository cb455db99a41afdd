import { GraphQLScalarType } from 'graphql';
import { GraphQLSafeInt } from 'graphql-scalars';

export const SafeInt = new GraphQLScalarType<number | string, number>({
  ...GraphQLSafeInt.toConfig(),
  name: 'SafeInt',
  description: 'An integer from -9007199254740991 to 9007199254740991, the range in which JavaScript is exact.',
});
