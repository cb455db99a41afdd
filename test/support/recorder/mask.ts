/**
 * An exchange without its random parts. Ids, tokens, keys, ports and instants become a word in angle brackets, a JWT
 * becomes its header and claims. Two recordings of one commit are equal then, whenever and wherever they were made.
 */
export type Masked = string | number | boolean | null | readonly Masked[] | { readonly [name: string]: Masked };

export function maskValue(value: unknown, name = ''): Masked {
  if (Array.isArray(value)) return value.map((member) => maskValue(member, name));
  if (typeof value === 'object' && value !== null) return maskMembers(value as Record<string, unknown>);
  if (typeof value === 'number' && EPOCH_SECONDS.includes(name)) return '<seconds>';
  if (typeof value === 'number' && LEFT_SECONDS.includes(name)) return Math.ceil(value / 10) * 10;
  if (typeof value === 'string' && SHORT_RANDOM.includes(name)) return `<${name}>`;
  if (typeof value === 'string') return maskString(value);
  return value as Masked;
}

/** Names of members whose numbers are instants. */
const EPOCH_SECONDS = ['iat', 'exp', 'nbf', 'auth_time', 'updated_at'];

/** Of members that say how long something lives: a second may pass on the way. */
const LEFT_SECONDS = ['expires_in', 'lifetime'];

/** Names of members, and of headers, whose values are too short to be known by their form. */
const SHORT_RANDOM = ['at_hash', 'hint', 'dpop-nonce'];

function maskMembers(members: Record<string, unknown>): Masked {
  const sorted = Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, value]) => [maskText(name), maskValue(value, name)]));
}

const JWT = /^(eyJ[\w-]+)\.(eyJ[\w-]+)\.[\w-]*$/;

function maskString(text: string): Masked {
  const [, header, claims] = JWT.exec(text) ?? [];
  if (header === undefined || claims === undefined) return isUrl(text) ? maskUrl(text) : maskText(text);
  const { iat, exp, ...rest } = memberOf(claims);
  const lifetime = typeof iat === 'number' && typeof exp === 'number' ? { lifetime: exp - iat } : { iat, exp };
  return { jwt: maskValue(memberOf(header)), claims: maskValue({ ...rest, ...lifetime }) };
}

function memberOf(base64url: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return { unreadable: base64url };
  }
}

function isUrl(text: string): boolean {
  return /^(https?:\/\/|\/)[^\s<]*[?#]/.test(text);
}

/** Its parameters stand on their own, so that each is compared by itself. */
export function maskUrl(text: string): Masked {
  const [, place = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)#?(.*)$/.exec(text) ?? [];
  const parameters = [...new URLSearchParams(query), ...new URLSearchParams(fragment)];
  if (parameters.length === 0) return maskText(place);
  return { url: maskText(place), ...(maskMembers(gathered(parameters)) as Record<string, Masked>) };
}

/** A name that is repeated has a list of values. */
function gathered(entries: readonly (readonly [string, string])[]): Record<string, unknown> {
  const values = Map.groupBy(entries, ([name]) => name);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0]?.[1] : all.map(last)]));
}

function last([, value]: readonly [string, string]): string {
  return value;
}

/** Each pattern with the word that takes its place; earlier ones first. */
const PATTERNS: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g, '<jwt>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<uuid>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g, '<instant>'],
  [/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g, '<date>'],
  [/(localhost|127\.0\.0\.1|\[::1\])(:|%3A)\d+/gi, '$1:<port>'],
  [/\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b/g, '<recovery code>'],
  [/\b[BCDFGHJ-NP-TV-XZ]{4}-[BCDFGHJ-NP-TV-XZ]{4}\b/g, '<user code>'],
  [/(?<![0-9a-f])[0-9a-f]{24,}(?![0-9a-f])/g, '<hex>'],
  [/(nonce[-=]"?)[\w+/=-]{16,}/g, '$1<nonce>'],
  [/\b[A-Z][a-z]{2} \d{1,2}, \d{4}(, \d{1,2}:\d\d [AP]M)?/g, '<day>'],
  [/\b\d{1,2}\.\d{1,2}\.\d{4}(, \d\d:\d\d)?/g, '<day>'],
  [/(?<=pg_<hex>\.)[\w-]{4}…/g, '<hint>'],
  [/\bpasskey-\d+\b/g, 'passkey-<n>'],
  [/whsec_[\w+/=]{32,}/g, '<webhook secret>'],
  [/\b(Group |(user|issuer|client)-)\d+\b/g, '$1<n>'],
  [/\bada-[\w-]{8}(?![\w-])/g, 'ada-<random>'],
  [/(\/assets\/)[\w-]{16}\//g, '$1<version>/'],
];

const RUN = /[\w-]{16,}/g;

export function maskText(text: string): string {
  const replaced = PATTERNS.reduce((masked, [pattern, word]) => masked.replace(pattern, word), text);
  return replaced.replace(RUN, (run) => (isRandom(run) ? '<random>' : run));
}

/** Base64url as the server makes it has both cases, and a digit unless it is short of luck. */
function isRandom(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && (/\d/.test(run) || run.length > 31);
}
