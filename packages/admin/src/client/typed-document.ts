/**
 * The text of a GraphQL operation. The type parameters describe the variables that the operation takes and the `data`
 * that it returns.
 */
export type TypedDocument<Data, Variables> = string & {
  /**
   * No document has this property at run time. It is declared so that the compiler keeps the two type parameters. The
   * package graphql-typed-document-node uses the same name for its property.
   */
  readonly __apiType?: (variables: Variables) => Data;
};

/** A query or mutation for which the typed client has a function. */
export interface ReadyOperation {
  readonly document: string;
  /** The names of the fields that lead from the response's `data` to the result, outermost first. */
  readonly path: readonly string[];
  /** Set if the operation has a single variable, named `input`. The function then takes this input as its argument. */
  readonly takesInput?: true;
}
