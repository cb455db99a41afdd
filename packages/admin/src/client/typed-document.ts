/**
 * The text of a GraphQL operation. The type parameters describe the variables that the operation takes and the `data`
 * that it returns.
 */
export type TypedDocument<Data, Variables> = string & {
  /**
   * No document has this property at run time. It carries the type parameters for the compiler, under the name that the
   * package graphql-typed-document-node uses.
   */
  readonly __apiType?: (variables: Variables) => Data;
};

/** A query or mutation for which the typed client has a function. */
export interface ReadyOperation {
  readonly document: string;
  /** The names of the fields that lead from `data` to the result, outermost first. */
  readonly path: readonly string[];
  /** Set if the operation has a single variable, named `input`. The function then takes this input as its argument. */
  readonly takesInput?: true;
}
