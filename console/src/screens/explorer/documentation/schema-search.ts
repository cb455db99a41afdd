import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/** Something of the schema: a type, or a field of a type. */
export interface SchemaPlace {
  readonly type: string;
  readonly field?: string | undefined;
}

const MAX_FOUND = 60;

/** Finds types, fields and values of enums whose name has the text. Names that begin with it come first. */
export function searchSchema(schema: GraphQLSchema, text: string): readonly SchemaPlace[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const nameOf = ({ type, field }: SchemaPlace) => (field ?? type).toLowerCase();
  const found = everyPlace(schema).filter((place) => nameOf(place).includes(wanted));
  const rank = (place: SchemaPlace) => (nameOf(place) === wanted ? 0 : nameOf(place).startsWith(wanted) ? 1 : 2);
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, MAX_FOUND);
}

function everyPlace(schema: GraphQLSchema): SchemaPlace[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map(
    (type) => type?.name,
  );
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const isRoot = (name: string) => roots.includes(name);
  const sorted = [...types.filter(({ name }) => isRoot(name)), ...types.filter(({ name }) => !isRoot(name))];
  return sorted.flatMap((type) => {
    const names = isEnumType(type)
      ? type.getValues().map(({ name }) => name)
      : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.keys(type.getFields())
        : [];
    return [{ type: type.name }, ...names.map((field) => ({ type: type.name, field }))];
  });
}
