import { useState } from 'preact/hooks';
import type { TypedDocument } from '../../../../packages/admin/src/client/typed-document.js';
import { useConsole } from '../console-context.js';
import { useMutation } from '../mutation.js';
import { Confirm } from './confirm.js';
import { type Effects, EffectsInWords } from './effects-in-words.js';

export interface TakeAwayProps<Data, Variables extends { dryRun: boolean }> {
  readonly label: string;
  /** The question that the dialog asks, such as "Delete Miniflux?". */
  readonly title: string;
  readonly text?: string;
  readonly confirmLabel: string;
  /** A mutation that takes `$dryRun: Boolean!` and asks for `effects { ...Effects }`. */
  readonly document: TypedDocument<Data, Variables>;
  readonly variables: Omit<Variables, 'dryRun'>;
  readonly effects: (data: Data) => Effects | null | undefined;
  readonly onDone: (data: Data) => void;
}

/**
 * The button of an action that takes something away. A click asks the server what the action would end, a dialog shows
 * that in words, and only its button makes the change.
 */
export function TakeAway<Data, Variables extends { dryRun: boolean }>({
  label,
  title,
  text,
  confirmLabel,
  document,
  variables,
  effects,
  onDone,
}: TakeAwayProps<Data, Variables>) {
  const { texts } = useConsole();
  const mutation = useMutation(document);
  const [isOpen, setOpen] = useState(false);
  const [preview, setPreview] = useState<Data>();

  const runWith = (dryRun: boolean) => mutation.run({ ...variables, dryRun } as Variables);
  async function begin(): Promise<void> {
    setPreview(undefined);
    setOpen(true);
    setPreview(await runWith(true));
  }
  async function confirm(): Promise<void> {
    const data = await runWith(false);
    if (data === undefined) return;
    setOpen(false);
    onDone(data);
  }
  return (
    <>
      <button type="button" class="danger" onClick={() => void begin()}>
        {label}
      </button>
      {isOpen && (
        <Confirm
          title={title}
          confirmLabel={confirmLabel}
          isDisabled={preview === undefined || mutation.isRunning}
          error={mutation.error}
          onConfirm={confirm}
          onClose={() => setOpen(false)}
        >
          {text !== undefined && <p>{text}</p>}
          <div class="effects" aria-live="polite">
            {preview === undefined && mutation.isRunning && <p class="waiting">{texts.say('effects.checking')}</p>}
            {preview !== undefined && <EffectsInWords effects={effects(preview)} />}
          </div>
        </Confirm>
      )}
    </>
  );
}
