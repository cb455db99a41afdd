/*
 * This folder is the field in which a user finds a record by typing, such as a person or a group. The screen says how
 * records are found. To understand this folder, read this file first, then `found.ts`.
 */

import { useId, useRef, useState } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import { Problem } from '../notices/problem.js';
import { type Found, useFound } from './found.js';

interface Creation {
  readonly label: (name: string) => string;
  /** What the field says while there is no record: that a name creates one. */
  readonly textIfNone: string;
  readonly run: (name: string) => Promise<Found | undefined>;
  readonly error: { readonly message: string } | undefined;
}

export interface PickProps {
  readonly label: string;
  readonly hint?: string;
  /** What is chosen, if the field keeps it. It stands in the field until the user types. */
  readonly chosen?: string | undefined;
  /** Finds the records that match the text. With an empty text, the first ones. */
  readonly find: (text: string) => Promise<readonly Found[]>;
  readonly onPick: (found: Found) => void;
  /** Creates a record with the name that the user typed, if none has it. */
  readonly create?: Creation | undefined;
  /** Whether the field shows what was picked. Otherwise it is empty again, for another one. */
  readonly isKept?: boolean;
}

/** A combobox: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function Pick({ label, hint, chosen, find, onPick, create, isKept = false }: PickProps) {
  const { texts } = useConsole();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = useFound(find, text, isOpen);
  const name = text.trim();
  const isFound = found.text === text;
  const hasName = found.records.some(({ label: one }) => one.toLowerCase() === name.toLowerCase());
  const isNew = create !== undefined && name !== '' && isFound && !hasName;
  const options = isNew ? [...found.records, { id: '+', label: create.label(name) }] : found.records;
  const pick = async (position: number) => {
    setOpen(false);
    const one = found.records[position] ?? (isNew ? await create.run(name) : undefined);
    if (one === undefined) return;
    setText(isKept ? one.label : '');
    onPick(one);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive(isOpen ? (active + step + options.length) % Math.max(options.length, 1) : 0);
      setOpen(true);
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      // The options may still be those of an earlier text.
      if (isFound && active < options.length) void pick(active);
    } else if (event.key === 'Escape' && isOpen) {
      // A dialog around the field stays open.
      event.preventDefault();
      setOpen(false);
    }
  };
  const isShown = isOpen && options.length > 0;
  return (
    <div class="pick">
      <label for={id}>{label}</label>
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      <input
        id={id}
        ref={input}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={isShown ? `${id}-${active}` : undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        placeholder={chosen}
        value={isOpen ? text : (chosen ?? text)}
        onFocus={({ currentTarget }) => {
          currentTarget.select();
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
        onKeyDown={press}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
      />
      {/* Browsers let the Tab key stop at an element that scrolls. */}
      <div role="listbox" id={`${id}-list`} aria-label={label} hidden={!isShown} tabIndex={-1}>
        {options.map((one, position) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={one.id}
            id={`${id}-${position}`}
            role="option"
            aria-selected={position === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => void pick(position)}
          >
            {one.label}
            {one.detail !== undefined && <small>{one.detail}</small>}
          </div>
        ))}
      </div>
      <p class="pick-none" role="status">
        {isOpen && options.length === 0 && (name !== '' ? texts.say('pick.none') : isFound && create?.textIfNone)}
      </p>
      <Problem error={create?.error} />
    </div>
  );
}
