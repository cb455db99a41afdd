import { useConsole } from '../console-context.js';

/** Returns the function that shows a polite message, such as "Saved.". */
export function useNotice(): (text: string) => void {
  return useConsole().notices.say;
}
