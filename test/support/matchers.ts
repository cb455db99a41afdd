import { expect } from '@jest/globals';
import type { BrowserAnswer } from '../../src/access/interaction/browser-answer.js';
import { AdminError, CeremonyError, OAuthError } from '../../src/model/errors.js';

/*
 * Matchers for what the server answers. A test file that uses one begins with `import '../support/matchers.js';`.
 */

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /**
     * The promise rejects with an error of ours: with this code (`error` of an OAuthError, else `code`), or with these
     * members. `description` is matched against what a developer or a person reads.
     */
    toRejectWith(expected: string | Readonly<Record<string, unknown>>, description?: RegExp): Promise<R>;
    /** The answer sends the browser back to the application with these parameters among others; `undefined`: without it. */
    toRedirectWith(parameters: Readonly<Record<string, unknown>>): R;
    /** The answer is an error page, not a redirect: the error has this code. */
    toShowError(error: string): R;
  }
}

/** A redirect as a verb answers it, as a user agent of a test saw it, or its URL. */
type Redirect = BrowserAnswer | { readonly location: URL | undefined } | URL;

/** The parameters that a redirect, or a page that posts them, gives to the application. */
export function redirectParameters(answer: Redirect): Record<string, string> | undefined {
  if (!(answer instanceof URL) && 'kind' in answer) {
    if (answer.kind === 'form_post') return { ...answer.parameters };
    return answer.kind === 'redirect' ? parametersOf(new URL(answer.url)) : undefined;
  }
  const url = answer instanceof URL ? answer : answer.location;
  return url === undefined ? undefined : parametersOf(url);
}

function parametersOf({ search, hash }: URL): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(hash === '' ? search : hash.slice(1)));
}

expect.extend({
  async toRejectWith(received: Promise<unknown>, expected: string | object, description?: RegExp) {
    const error = await received.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const members = typeof expected === 'string' ? { [codeMember(error)]: expected } : expected;
    const text = error instanceof OAuthError ? error.description : String((error as Error | undefined)?.message);
    const pass =
      isOurs(error) &&
      this.equals(error, expect.objectContaining({ ...members })) &&
      (description === undefined || description.test(text));
    const { printExpected, printReceived } = this.utils;
    return {
      pass,
      message: () =>
        `expected the promise ${pass ? 'not ' : ''}to reject with ${printExpected(expected)} ${description ?? ''}\n` +
        `received: ${error === undefined ? 'no rejection' : printReceived(error)}`,
    };
  },

  toRedirectWith(received: Redirect, expected: Readonly<Record<string, unknown>>) {
    const parameters = redirectParameters(received);
    const wanted = Object.entries(expected);
    const present = Object.fromEntries(wanted.filter(([, value]) => value !== undefined));
    const absent = wanted.filter(([, value]) => value === undefined).map(([name]) => name);
    const pass =
      parameters !== undefined &&
      this.equals(parameters, expect.objectContaining(present)) &&
      !absent.some((name) => Object.hasOwn(parameters, name));
    const { printExpected, printReceived } = this.utils;
    return {
      pass,
      message: () =>
        `expected ${pass ? 'no ' : 'a '}redirect with ${printExpected(expected)}\n` +
        `received: ${printReceived(parameters ?? received)}`,
    };
  },

  toShowError(received: BrowserAnswer, expected: string) {
    const pass = received.kind === 'errorPage' && received.error.error === expected;
    return {
      pass,
      message: () =>
        `expected ${pass ? 'no ' : 'an '}error page with ${this.utils.printExpected(expected)}\n` +
        `received: ${this.utils.printReceived(received)}`,
    };
  },
});

function isOurs(error: unknown): boolean {
  return error instanceof OAuthError || error instanceof CeremonyError || error instanceof AdminError;
}

function codeMember(error: unknown): 'error' | 'code' {
  return error instanceof OAuthError ? 'error' : 'code';
}
