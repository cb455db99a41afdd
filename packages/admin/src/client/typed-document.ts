/**
 * The text of a GraphQL operation, typed with its variables and its `data`. A document that graphql-codegen makes from
 * `schema.graphql` fits too, as text or as a syntax tree.
 */
export type TypedDocument<Data, Variables> = string & {
  /** Exists only as a type. graphql-typed-document-node uses the same name. */
  readonly __apiType?: (variables: Variables) => Data;
};

/** A query or mutation that the client offers as a function. */
export interface ReadyOperation {
  readonly document: string;
  /** The path of the result in `data`. */
  readonly path: readonly string[];
  /** The only variable is `input`, so the function takes the input itself. */
  readonly takesInput?: true;
}
