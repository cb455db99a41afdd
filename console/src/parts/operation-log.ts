import { type Signal, signal } from '@preact/signals';

/** An operation that a screen has sent. */
export interface SentOperation {
  readonly document: string;
  readonly variables: object;
  /** The path of the screen to which a change led, which is that of a list after one of its records was deleted. */
  readonly path?: string;
}

/** The operations of the present screen, for "Show as GraphQL". */
export interface OperationLog {
  readonly sent: Signal<readonly SentOperation[]>;
  add(operation: SentOperation): void;
  /** Forgets a query, because the part that sent it is gone. */
  remove(document: string): void;
  /** Forgets the changes that were made on other screens. */
  leave(): void;
}

export function makeOperationLog(): OperationLog {
  const sent = signal<readonly SentOperation[]>([]);
  return {
    sent,
    // The same operation with other variables, such as the next page of a list, replaces the former one.
    add: (operation) => {
      const isKnown = sent.peek().some(({ document }) => document === operation.document);
      sent.value = isKnown
        ? sent.peek().map((one) => (one.document === operation.document ? operation : one))
        : [...sent.peek(), operation];
    },
    remove: (document) => {
      sent.value = sent.peek().filter((one) => one.document !== document);
    },
    leave: () => {
      sent.value = sent.peek().filter(({ path }) => path === undefined || path === location.pathname);
    },
  };
}
