import type { Texts } from '../texts/texts.js';
import type { Assets } from './assets.js';

/** What the server shows of itself. */
export interface Brand {
  readonly name: string;
  /** A URL of this server. */
  readonly logo?: string | undefined;
}

/** What every page needs beside its own values. */
export interface Frame {
  readonly texts: Texts;
  readonly brand: Brand;
  readonly assets: Assets;
}
