import { z } from 'zod';
import { AdminError } from '../model/errors.js';

/**
 * Parses the input of a mutation.
 * @throws AdminError `INVALID_INPUT` with the name of the first wrong field
 */
export function parseInput<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(issue?.path.join('.') ?? '', issue?.message ?? 'is invalid');
}

/**
 * A fault in an input field. `message` completes a sentence that begins with the field's name, for example with "must
 * not be empty".
 */
export type Fault = readonly [field: string, message: string];

/**
 * Finds the faults in a list. `problemOf` returns the message of a `Fault` for a wrong entry, such as "must not be
 * empty", and `undefined` for a correct entry.
 */
export function faultsIn(
  field: string,
  values: readonly string[],
  problemOf: (value: string) => string | undefined,
): (Fault | undefined)[] {
  return values.map((value, index) => {
    const problem = problemOf(value);
    return problem === undefined ? undefined : [`${field}.${index}`, problem];
  });
}

export function invalid(field: string, message: string): AdminError {
  return new AdminError(
    'INVALID_INPUT',
    field === '' ? `The input ${message}.` : `${field} ${message}.`,
    field || undefined,
  );
}

/** Makes the error for an argument of a query. `message` is a whole sentence. */
export function invalidArgument(argument: string, message: string): AdminError {
  return new AdminError('INVALID_INPUT', message, argument);
}

/** Makes the error for an input field that contains the id of a record that does not exist. */
export function notFound(kind: string, field?: string): AdminError {
  return new AdminError('NOT_FOUND', `The ${kind} does not exist.`, field);
}

/** A type for one line of text. It rejects control characters and characters that change the direction of the text. */
export function line(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(maxLength, `must have at most ${maxLength} characters`)
    .regex(/^[^\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]*$/u, 'must be one line without control characters');
}

const UUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of a new client. It can be a UUID, because the server reserves the ids of users and clients. */
export const chosenClientId = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, underscores, tildes and hyphens')
  .refine((id) => id !== '.' && id !== '..', 'must not be . or .., because these have a special meaning in URLs');

/** The id of a new record other than a client. It must not be mistaken for the id of a user, so it is not a UUID. */
export const chosenId = chosenClientId.refine((id) => !UUID_FORM.test(id), 'must not be a UUID');

/** The id of an existing record. Only its length is checked, because no record is found for a malformed id. */
export const givenId = z.string().max(1024, 'is too long');

/** RFC 6749 §3.3: a scope consists of visible ASCII characters without quotation marks and backslashes. */
export const scopeToken = z
  .string()
  .max(128, 'must have at most 128 characters')
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be visible ASCII without quotation marks and backslashes');

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
