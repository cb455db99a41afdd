import type { IssuerBrandingQuery, ServerBrandingQuery } from '../../generated/branding.js';

/** The values of a branding, as `BrandingInput` of the API names them. */
export const NAMES = [
  'name',
  'color',
  'colorDark',
  'logo',
  'logoDark',
  'termsUrl',
  'privacyUrl',
  'supportContact',
] as const;
export type BrandingName = (typeof NAMES)[number];
export type BrandingValues = { readonly [N in BrandingName]: string };

/** The server or an issuer, whose pages the form changes. */
export interface BrandingTarget {
  readonly issuerId: string;
  readonly values: BrandingValues;
  /** The values that an environment variable sets, with the name of the variable. */
  readonly fixed: Partial<Record<BrandingName, string>>;
  /** The path to which an image is uploaded. */
  readonly uploadPath: string;
}

const SERVER_NAMES = {
  name: 'rpName',
  color: 'brandColor',
  colorDark: 'brandColorDark',
  logo: 'brandLogo',
  logoDark: 'brandLogoDark',
  termsUrl: 'termsUrl',
  privacyUrl: 'privacyUrl',
  supportContact: 'supportContact',
} as const satisfies Record<BrandingName, string>;

/** The issuer with the URL of the server looks like the server. */
const DEFAULT_ISSUER_ID = 'default';

export function serverTarget(settings: ServerBrandingQuery['serverSettings']): BrandingTarget {
  const isFixed = (name: BrandingName) => settings.sources[SERVER_NAMES[name]] === 'ENVIRONMENT';
  const fixed = NAMES.filter(isFixed).map((name) => [name, variableOf(SERVER_NAMES[name])]);
  return {
    issuerId: DEFAULT_ISSUER_ID,
    values: valuesOf((name) => settings[SERVER_NAMES[name]]),
    fixed: Object.fromEntries(fixed) as BrandingTarget['fixed'],
    uploadPath: '/pictures/server',
  };
}

export function issuerTarget({ id, branding }: NonNullable<IssuerBrandingQuery['issuer']>): BrandingTarget {
  return {
    issuerId: id,
    values: valuesOf((name) => branding[name]),
    fixed: {},
    uploadPath: `/pictures/issuers/${id}`,
  };
}

export function isServer({ issuerId }: BrandingTarget): boolean {
  return issuerId === DEFAULT_ISSUER_ID;
}

/** What differs from the saved values, as `BrandingInput`. An empty value stands for the default. */
export function changesOf({ values: saved, fixed }: BrandingTarget, values: BrandingValues) {
  const changed = NAMES.filter((name) => fixed[name] === undefined && values[name] !== saved[name]);
  return Object.fromEntries(changed.map((name) => [name, values[name].trim() || null])) as {
    readonly [N in BrandingName]?: string | null;
  };
}

/** The same with the names of the server settings. */
export function toServerSettings(changes: ReturnType<typeof changesOf>) {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [SERVER_NAMES[name as BrandingName], value]),
  );
}

/** The field of the form that an error of the API is about: `brandColor` and `branding.color` are `color`. */
export function fieldOf(path = ''): string {
  const name = path.replace(/^(input\.)?(branding\.)?/, '');
  return NAMES.find((one) => one === name || SERVER_NAMES[one] === name) ?? name;
}

function valuesOf(read: (name: BrandingName) => string | null): BrandingValues {
  return Object.fromEntries(NAMES.map((name) => [name, read(name) ?? ''])) as BrandingValues;
}

/** `brandColor` → `BRAND_COLOR` */
function variableOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
