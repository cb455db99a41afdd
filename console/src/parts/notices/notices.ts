/*
 * This folder contains the short messages that say what has happened, such as "Saved.". The frame shows them, and a screen
 * reader reads them. To understand this folder, read this file first.
 */

import { type Signal, signal } from '@preact/signals';

/** How long a notice stays on the screen. */
const NOTICE_MS = 6000;

/** The polite message that the frame shows and a screen reader reads. Empty if there is none. */
export interface Notices {
  readonly text: Signal<string>;
  say(text: string): void;
}

export function makeNotices(): Notices {
  const text = signal('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    text,
    say: (message) => {
      clearTimeout(timer);
      text.value = message;
      timer = setTimeout(() => {
        text.value = '';
      }, NOTICE_MS);
    },
  };
}
