import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', CLIENT_ID = 'sveltekit', CLIENT_SECRET, PORT = '4000' } = process.env;
export const { ORIGIN = `http://localhost:${PORT}` } = process.env;

let discovered: Promise<oidc.Configuration> | undefined;

/** The addresses and keys of Passgraph, read at the first sign-in. */
export function passgraph(): Promise<oidc.Configuration> {
  discovered ??= discover().catch((error) => {
    discovered = undefined;
    throw error;
  });
  return discovered;
}

async function discover(): Promise<oidc.Configuration> {
  if (!CLIENT_SECRET)
    throw new Error('CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.');
  // Plain http is for localhost only.
  const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
  return oidc.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, options);
}

/** An error of OAuth has a code. An error of the library has its reason in `cause`. */
export function explain(error: unknown): string {
  const { error: code, error_description, cause, message } = error as Error & Record<string, string | undefined>;
  const reason = error_description ?? (cause as Error | undefined)?.message ?? message;
  return `Not signed in: ${[code, reason].filter(Boolean).join(': ')}`;
}
