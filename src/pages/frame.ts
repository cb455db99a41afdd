import type { Assets } from './assets.js';
import type { Texts } from './texts.js';

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
