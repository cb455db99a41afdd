import type { Texts } from './texts.js';

/** Texts of which some may still be missing. */
export type Unfinished<T = Texts> = {
  readonly [K in keyof T]?: T[K] extends string | ((...names: never[]) => string) ? T[K] : Unfinished<T[K]>;
};

/** What is missing is said in another language, rather than not at all. */
export const fillIn = <T extends object>(other: T, unfinished: Unfinished<T>): T =>
  Object.fromEntries(
    Object.entries(other).map(([key, value]: [string, unknown]) => {
      const own: unknown = (unfinished as Readonly<Record<string, unknown>>)[key];
      if (own === undefined) return [key, value];
      return [key, typeof value === 'object' && value !== null ? fillIn(value, own as object) : own];
    }),
  ) as T;
