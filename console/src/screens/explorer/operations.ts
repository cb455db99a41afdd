import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';

/** Returns the operations of a document, or none if its syntax is wrong. */
export function findOperations(document: string): readonly OperationDefinitionNode[] {
  return operationsOf(findSyntax(document));
}

/** Returns the operation with this name, or the first one. */
export function chooseOperation(
  operations: readonly OperationDefinitionNode[],
  name: string | undefined,
): OperationDefinitionNode | undefined {
  return operations.find((operation) => operation.name?.value === name) ?? operations[0];
}

export function isMutation({ operation }: OperationDefinitionNode): boolean {
  return operation === OperationTypeNode.MUTATION;
}

export function isSubscription({ operation }: OperationDefinitionNode): boolean {
  return operation === OperationTypeNode.SUBSCRIPTION;
}

/** Returns the names of the fields at the top of an operation, also of those in fragments. */
export function topFields(document: string, operation: OperationDefinitionNode): string[] {
  const fragments = new Map(
    findSyntax(document)
      ?.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  return [...new Set(fieldsOf(operation.selectionSet, fragments, new Set()))];
}

/** Returns the document in the usual layout. Comments would be lost, so a document that has some stays as it is. */
export function prettify(document: string): string {
  const syntax = findSyntax(document);
  return syntax === undefined || /^[^"\n]*#/m.test(document) ? document : print(syntax);
}

function findSyntax(document: string): DocumentNode | undefined {
  try {
    return parse(document);
  } catch {
    return undefined;
  }
}

function operationsOf(document: DocumentNode | undefined): OperationDefinitionNode[] {
  return document?.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION) ?? [];
}

function fieldsOf(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: ReadonlySet<string>,
): string[] {
  return selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one.name.value];
    if (one.kind === Kind.INLINE_FRAGMENT) return fieldsOf(one.selectionSet, fragments, seen);
    const fragment = fragments.get(one.name.value);
    if (fragment === undefined || seen.has(one.name.value)) return [];
    return fieldsOf(fragment.selectionSet, fragments, new Set([...seen, one.name.value]));
  });
}
