import { z } from 'zod';
import { AdminError } from '../model/errors.js';

/** The input in its checked form; what is wrong with it is told by the first field that is at fault. */
export function parseInput<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(issue?.path.join('.') ?? '', issue?.message ?? 'is not valid');
}

/** The field that is at fault, and why. */
export type Fault = readonly [field: string, message: string];

export function invalid(field: string, message: string): AdminError {
  return new AdminError(
    'INVALID_INPUT',
    field === '' ? `The input ${message}.` : `${field} ${message}.`,
    field || undefined,
  );
}

/** A noun that an input names is not there. */
export function notFound(noun: string, field?: string): AdminError {
  return new AdminError('NOT_FOUND', `There is no such ${noun}.`, field);
}

/** Text that people read: one line, without control characters, those that turn the direction of the text among them. */
export function line(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`)
    .regex(/^[^\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]*$/u, 'must be one line without control characters');
}

/** The form of a UUID, which is left to users: so no client's `sub` can be a user's. */
const UUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const chosenId = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, underscores, tildes and hyphens')
  .refine((id) => !UUID_FORM.test(id), 'must not be a UUID')
  .refine((id) => id !== '.' && id !== '..', 'must be usable in a path');

/** The id of another noun: text, whatever it looks like; a wrong one is not found. */
export const givenId = z.string().max(1024, 'is too long');

/** RFC 6749 §3.3 */
export const scopeToken = z
  .string()
  .max(128, 'must have at most 128 characters')
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be visible ASCII without quotation marks and backslashes');

/** Without repetitions, in the order given. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
