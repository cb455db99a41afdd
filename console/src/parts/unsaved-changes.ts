import { useEffect } from 'preact/hooks';

/** Asks before the browser leaves the console while there are changes that are not saved. */
export function useUnsavedChanges(hasChanges: () => boolean): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (hasChanges()) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
}
