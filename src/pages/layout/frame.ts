import type { Contact } from '../../model/server/branding.js';
import type { Texts } from '../texts/texts.js';
import type { Assets } from './assets.js';

/** How the server or an issuer presents itself on pages. */
export interface Brand {
  readonly name: string;
  /** The URL path of the logo on this server. */
  readonly logo?: string | undefined;
  /** The URL path of the logo in the dark colour scheme, if it differs. */
  readonly logoDark?: string | undefined;
  /** The URL path of a style sheet with other colours than those of the server. */
  readonly style?: string | undefined;
  readonly links?: BrandLinks | undefined;
}

/** Where users find the terms of service, the privacy policy and help. */
export interface BrandLinks {
  readonly terms?: string | undefined;
  readonly privacy?: string | undefined;
  readonly support?: Contact | undefined;
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
  /** Whether the page only shows how pages look. It then runs no scripts, and its buttons look as if they worked. */
  readonly isPreview?: boolean;
}
