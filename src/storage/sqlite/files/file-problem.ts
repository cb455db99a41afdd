import { isTrouble } from '../sqlite-errors.js';

/**
 * Returns an error for the administrator if a file cannot be read or written. Returns any other error unchanged.
 */
export function fileProblem(path: string, problem: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return new Error(`FILE: ${path} exists already. Choose another name.`, { cause: error });
  const isOfSystem = typeof code === 'string' && /^E[A-Z0-9]+$/.test(code);
  if (!isOfSystem && !isTrouble(error)) return error;
  return new Error(`FILE: ${path} ${problem} (${isOfSystem ? `${code}, ` : ''}${message}).`, { cause: error });
}
