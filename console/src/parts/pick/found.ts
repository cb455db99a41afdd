import { useEffect, useState } from 'preact/hooks';

/** A record that matches what the user typed. */
export interface Found {
  readonly id: string;
  readonly label: string;
  /** What distinguishes the record from others with this label. */
  readonly detail?: string;
}

/** A search begins when the user has not typed for this long. */
const TYPING_MS = 150;

/** The records that match a text. */
export interface FoundFor {
  /** `undefined` before the first answer. */
  readonly text: string | undefined;
  readonly records: readonly Found[];
}

/** Finds records while the user types. Answers that arrive too late are ignored. */
export function useFound(find: (text: string) => Promise<readonly Found[]>, text: string, isWanted: boolean): FoundFor {
  const [found, setFound] = useState<FoundFor>({ text: undefined, records: [] });
  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    const timer = setTimeout(
      () => {
        find(text.trim()).then(
          (records) => isCurrent && setFound({ text, records }),
          () => isCurrent && setFound({ text: undefined, records: [] }),
        );
      },
      text === '' ? 0 : TYPING_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, isWanted]);
  return found;
}
