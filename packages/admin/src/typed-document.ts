/**
 * The text of a GraphQL operation that knows the types of its variables and of its `data`. A document that
 * graphql-codegen makes of your own operations against `schema.graphql` fits too, as text or as a syntax tree.
 */
export type TypedDocument<Data, Variables> = string & {
  /** Never there: it carries the types, under the name that graphql-typed-document-node gave it. */
  readonly __apiType?: (variables: Variables) => Data;
};

/** What the client needs to know to run one of its ready operations. */
export interface ReadyOperation {
  readonly document: string;
  /** Where in `data` the answer is. */
  readonly path: readonly string[];
  /** Its one variable is `input`, which is given alone. */
  readonly takesInput?: true;
}
