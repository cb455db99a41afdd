import type { Texts } from '../texts/texts.js';
import type { Assets } from './assets.js';

/** The name and logo of the server, as pages show them. */
export interface Brand {
  readonly name: string;
  /** The URL path of the logo on this server. */
  readonly logo?: string | undefined;
}

/** The name and logo of an application, as pages show them. */
export interface Application {
  readonly name: string;
  /** The URL path of the logo on this server. */
  readonly logo?: string | undefined;
}

/** Values that every page needs: the texts in one language, the brand and the files to load. */
export interface Frame {
  readonly texts: Texts;
  readonly brand: Brand;
  readonly assets: Assets;
}
