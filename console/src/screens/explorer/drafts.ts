import { type Signal, signal } from '@preact/signals';
import type { Draft } from '../../parts/operation-link.js';

/** What the editors have, and whether a link put it there. */
export interface PresentDraft extends Draft {
  readonly isLinked: boolean;
}

const FIRST: PresentDraft = {
  document: 'query Me {\n  viewer {\n    subject\n    permissions\n  }\n}\n',
  variables: '',
  isLinked: false,
};
const MAX_PAST = 20;

/**
 * The draft and the operations that were run, the latest first. They are only in the memory of this page, because
 * variables can have secrets and names of people, which no other script, user of the browser or backup may find later.
 * They stay while the user looks at other screens. Responses are not kept.
 */
export const draft: Signal<PresentDraft> = signal(FIRST);
export const pastOperations: Signal<readonly PresentDraft[]> = signal([]);

export function addToPast(present: PresentDraft): void {
  const { document, variables } = present;
  const others = pastOperations.value.filter((one) => one.document !== document || one.variables !== variables);
  pastOperations.value = [present, ...others].slice(0, MAX_PAST);
}
