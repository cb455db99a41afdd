import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TypedDocument } from '../../../../packages/admin/src/client/typed-document.js';
import { type Mutation, useMutation } from '../mutation.js';
import { Confirm } from './confirm.js';
import { type Effects, EffectsInWords } from './effects-in-words.js';

export interface CheckedChangeOptions<Data, Variables> {
  /** A mutation that takes `$dryRun: Boolean!` and asks for `effects { ...Effects }`. */
  readonly document: TypedDocument<Data, Variables>;
  readonly effects: (data: Data) => Effects | null | undefined;
  /** The question that the dialog asks if the change ends something. */
  readonly title: string;
  readonly confirmLabel: string;
  readonly onDone: (data: Data) => void;
}

export interface CheckedChange<Variables> extends Pick<Mutation<unknown, unknown>, 'error' | 'isRunning'> {
  begin(variables: Omit<Variables, 'dryRun'>): Promise<void>;
  /** The dialog, while it is open. Render it. */
  readonly dialog: ComponentChildren;
}

/** A change that ends nothing is made at once. If it ends something, a dialog says what, and its button makes the change. */
export function useCheckedChange<Data, Variables extends { dryRun: boolean }>({
  document,
  effects,
  title,
  confirmLabel,
  onDone,
}: CheckedChangeOptions<Data, Variables>): CheckedChange<Variables> {
  const mutation = useMutation(document);
  const [pending, setPending] = useState<{ readonly variables: Omit<Variables, 'dryRun'>; readonly preview: Data }>();

  async function make(variables: Omit<Variables, 'dryRun'>): Promise<void> {
    const data = await mutation.run({ ...variables, dryRun: false } as Variables);
    if (data === undefined) return;
    setPending(undefined);
    onDone(data);
  }
  async function begin(variables: Omit<Variables, 'dryRun'>): Promise<void> {
    const preview = await mutation.run({ ...variables, dryRun: true } as Variables);
    if (preview === undefined) return;
    if (endsNothing(effects(preview))) await make(variables);
    else setPending({ variables, preview });
  }
  const dialog = pending !== undefined && (
    <Confirm
      title={title}
      confirmLabel={confirmLabel}
      isDisabled={mutation.isRunning}
      error={mutation.error}
      onConfirm={() => make(pending.variables)}
      onClose={() => setPending(undefined)}
    >
      <EffectsInWords effects={effects(pending.preview)} />
    </Confirm>
  );
  return { error: mutation.error, isRunning: mutation.isRunning, begin, dialog };
}

function endsNothing(effects: Effects | null | undefined): boolean {
  return Object.values(effects ?? {}).every((one) => typeof one === 'string' || (one.count === 0 && !one.more));
}
