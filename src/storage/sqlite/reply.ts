import { isNativeError } from 'node:util/types';
import { StoreUnavailableError } from '../../model/errors.js';
import { isTrouble } from './sqlite-errors.js';

/** The result of a request to a thread. An error is sent as text, because its class is lost between threads. */
export type Reply<A> = { readonly value: A } | Failure;

export interface Failure {
  readonly reason: string;
  /** If the database is in trouble: whether the write has taken effect. Otherwise the failure is a bug. */
  readonly outcome?: 'none' | 'unknown';
}

/** Makes a StoreUnavailableError if the database is in trouble, and another Error if there is a bug. */
export function errorOf({ reason, outcome }: Failure): Error {
  const cause = new Error(reason);
  return outcome === undefined ? cause : new StoreUnavailableError(outcome, { cause });
}

/** Describes an error of a statement that has changed nothing. */
export function failureOf(error: unknown): Failure {
  return isTrouble(error) ? { reason: reasonOf(error), outcome: 'none' } : { reason: reasonOf(error) };
}

export function reasonOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}
