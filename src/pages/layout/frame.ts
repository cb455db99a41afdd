import type { Texts } from '../texts/texts.js';
import type { Assets } from './assets.js';

/** Name and logo of the server. */
export interface Brand {
  readonly name: string;
  /** A URL of this server. */
  readonly logo?: string | undefined;
}

/** An application as pages show it. */
export interface Application {
  readonly name: string;
  /** A URL of this server. */
  readonly logo?: string | undefined;
}

/** What every page needs besides its own values. */
export interface Frame {
  readonly texts: Texts;
  readonly brand: Brand;
  readonly assets: Assets;
}
