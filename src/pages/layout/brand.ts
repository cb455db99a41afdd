import { createHash } from 'node:crypto';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Config } from '../../model/config.js';
import { type Branding, contactOf } from '../../model/server/branding.js';
import { type Assets, assetUrl } from './assets.js';
import { BRAND_LOGO, BRAND_LOGO_DARK } from './brand-logo.js';
import { styleName } from './brand-style.js';
import type { Brand, BrandLinks } from './frame.js';

type Settings = Pick<
  Config,
  | 'rpName'
  | 'brandLogo'
  | 'brandLogoDark'
  | 'brandColor'
  | 'brandColorDark'
  | 'termsUrl'
  | 'privacyUrl'
  | 'supportContact'
>;

/** Returns how pages present the server, or the issuer to which they belong. */
export function brandOf(config: Settings, assets: Assets, issuer?: Pick<Issuer, 'id' | 'branding'>): Brand {
  const own = issuer?.branding ?? {};
  const { base = '' } = assets;
  return {
    name: own.name ?? config.rpName,
    ...logosOf(config, assets, issuer),
    style: styleOf(config, base, own),
    links: linksOf(config, own),
  };
}

/** An issuer with a logo of its own does not get the dark logo of the server. */
function logosOf(config: Settings, assets: Assets, issuer: Pick<Issuer, 'id' | 'branding'> | undefined) {
  const { logo, logoDark } = issuer?.branding ?? {};
  const own = (url: string) => logoUrl(assets.base ?? '', `issuers/${issuer?.id}`, url);
  const light = logo === undefined ? serverLogo(config.brandLogo, BRAND_LOGO, assets) : own(logo);
  if (logoDark !== undefined) return { logo: light, logoDark: own(logoDark) };
  const dark = logo === undefined ? serverLogo(config.brandLogoDark, BRAND_LOGO_DARK, assets) : undefined;
  return { logo: light, logoDark: dark };
}

/**
 * Returns the URL path of a logo of the server. `file` is its name if it is a local file. Browsers keep the image, so the digest in the URL changes with the logo. If the logo
 * is on another host, this server fetches it and serves the copy, so that pages load nothing from other hosts.
 */
function serverLogo(logo: string | undefined, file: string, assets: Assets): string | undefined {
  if (logo === undefined) return undefined;
  return assets.files.has(file) ? assetUrl(assets, file) : logoUrl(assets.base ?? '', 'brand', logo);
}

/** The URL contains a digest of the logo's own URL, because browsers keep the image for an hour. */
export function logoUrl(base: string, name: string, logo: string): string {
  return `${base}/logos/${name}?${logoDigest(logo)}`;
}

export function logoDigest(logo: string): string {
  return createHash('sha256').update(logo).digest('base64url').slice(0, 8);
}

/** Returns the URL path of a style sheet if the issuer has colours of its own. */
function styleOf({ brandColor, brandColorDark }: Settings, base: string, own: Branding): string | undefined {
  if (own.color === undefined && own.colorDark === undefined) return undefined;
  const dark = own.colorDark ?? (own.color === undefined ? brandColorDark : undefined);
  return `${base}/branding/${styleName({ light: own.color ?? brandColor, dark })}`;
}

function linksOf(config: Settings, own: Branding): BrandLinks {
  const support = own.supportContact ?? config.supportContact;
  return {
    terms: own.termsUrl ?? config.termsUrl,
    privacy: own.privacyUrl ?? config.privacyUrl,
    support: support === undefined ? undefined : contactOf(support),
  };
}
