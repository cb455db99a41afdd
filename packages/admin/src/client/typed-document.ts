/**
 * The text of a GraphQL operation, with the types of its variables and its `data`. A document that graphql-codegen
 * makes from `schema.graphql` can be used instead.
 */
export type TypedDocument<Data, Variables> = string & {
  /** Exists only for the compiler. The package graphql-typed-document-node uses the same name for the same purpose. */
  readonly __apiType?: (variables: Variables) => Data;
};

/** A query or mutation that the typed client offers as a function. */
export interface ReadyOperation {
  readonly document: string;
  /** Where the result is in `data`, as a list of field names from the outermost to the innermost. */
  readonly path: readonly string[];
  /** Set if the only variable is `input`. The function then takes the input directly as its argument. */
  readonly takesInput?: true;
}
