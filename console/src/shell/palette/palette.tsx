/*
 * This folder is the command palette: Ctrl+K or Cmd+K, or the button in the bar, finds screens, people, applications and
 * groups. It follows the combobox pattern of the ARIA Authoring Practices: the focus stays in the field.
 */

import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useConsole } from '../../parts/console-context.js';
import type { Screen } from '../screens.js';
import { type Entry, useEntries } from './entries.js';

export function Palette({ screens }: { readonly screens: readonly Screen[] }) {
  const { texts } = useConsole();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" class="palette-button" aria-keyshortcuts="Control+K Meta+K" onClick={() => setOpen(true)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.5 10.5 14 14" />
        </svg>
        <span>{texts.say('palette.open')}</span>
        <kbd>{/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      {isOpen && <PaletteDialog screens={screens} close={() => setOpen(false)} />}
    </>
  );
}

function PaletteDialog({ screens, close }: { readonly screens: readonly Screen[]; readonly close: () => void }) {
  const { texts, unsaved } = useConsole();
  const { route } = useLocation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const { entries, isSearching } = useEntries(text, screens);
  const present = Math.min(place, Math.max(0, entries.length - 1));
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    document.getElementById(optionId(present))?.scrollIntoView({ block: 'nearest' });
  }, [present]);

  function go(entry: Entry | undefined): void {
    if (entry === undefined) return;
    close();
    unsaved.leave(() => route(entry.href));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') go(entries[present]);
    if (move === undefined || entries.length === 0) return;
    event.preventDefault();
    setPlace((present + move + entries.length) % entries.length);
  }
  const summary = isSearching
    ? texts.say('palette.searching')
    : entries.length === 0
      ? texts.say('pick.none')
      : texts.say('palette.found', { count: entries.length });
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={texts.say('palette.title')}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <input
        type="text"
        role="combobox"
        aria-label={texts.say('palette.label')}
        placeholder={texts.say('palette.label')}
        aria-expanded={entries.length > 0}
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={entries.length > 0 ? optionId(present) : undefined}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" class="options" role="listbox" aria-label={texts.say('palette.title')}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys, and the focus stays in it.
          // biome-ignore lint/a11y/useFocusableInteractive: see above.
          <div
            key={`${entry.href} ${entry.kind}`}
            id={optionId(index)}
            role="option"
            aria-selected={index === present}
            onClick={() => go(entry)}
          >
            <span>
              {entry.label}
              {entry.detail !== undefined && entry.detail !== entry.label && <small>{entry.detail}</small>}
            </span>
            <small>{texts.say(entry.kind)}</small>
          </div>
        ))}
      </div>
      <p role="status" class="hint">
        {summary}
      </p>
    </dialog>
  );
}

function optionId(index: number): string {
  return `palette-option-${index}`;
}
