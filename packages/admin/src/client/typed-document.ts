/**
 * The text of a GraphQL operation. The type parameters describe the variables that the operation takes and the `data`
 * that it returns.
 */
export type TypedDocument<Data, Variables> = string & {
  /**
   * Only the compiler sees this property, which keeps the type parameters in the type; no document has it at run time.
   * The package graphql-typed-document-node uses the same name.
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
