import { type Signal, signal } from '@preact/signals';

/** An operation that a screen has sent. */
export interface SentOperation {
  readonly document: string;
  readonly variables: object;
}

/** The operations of the present screen, for "Show as GraphQL". */
export interface OperationLog {
  readonly sent: Signal<readonly SentOperation[]>;
  add(operation: SentOperation): void;
  /** Forgets the operations, because another screen is shown. */
  clear(): void;
}

export function makeOperationLog(): OperationLog {
  const sent = signal<readonly SentOperation[]>([]);
  return {
    sent,
    // The same operation with other variables, such as the next page of a list, replaces the former one.
    add: (operation) => {
      sent.value = [...sent.value.filter(({ document }) => document !== operation.document), operation];
    },
    clear: () => {
      sent.value = [];
    },
  };
}
