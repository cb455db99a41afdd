import { isNativeError } from 'node:util/types';
import { type Finding, failed, ok, unknown, warning, worstOf } from './finding.js';
import type { CheckDeps } from './surroundings.js';

/** Whether browsers can use passkeys under the public URL. */
export async function checkAddress({ config, store }: Pick<CheckDeps, 'config' | 'store'>): Promise<Finding> {
  const { issuer, rpId, allowRpIdChange } = config;
  const { protocol, hostname } = new URL(issuer);
  const other = await store.passkeys.findOfOtherRpId(rpId);
  const problems: Finding[] = [];
  if (protocol !== 'https:')
    problems.push(warning(`ISSUER is ${issuer}, which only browsers on this machine can use. ${SET_ISSUER}`));
  if (other !== undefined)
    problems.push(
      failed(
        `RP_ID is ${rpId}, but passkeys are registered under ${other.rpId} and do not work. Set RP_ID=${other.rpId}, or give their users new links with npm run enroll.`,
      ),
    );
  else if (allowRpIdChange)
    problems.push(
      warning('ALLOW_RP_ID_CHANGE is set and no longer needed. Remove it, so that a wrong RP_ID is noticed.'),
    );
  return worstOf(
    problems,
    `The public URL is ${issuer}. Passkeys belong to ${rpId}${rpId === hostname ? '' : ', a parent domain of its host'}.`,
  );
}

const SET_ISSUER = 'For other users, set ISSUER to the public https URL before they register passkeys.';

/** Whether a request to the public URL arrives at this server. */
export async function checkPublicUrl({ config, around }: CheckDeps, signal: AbortSignal): Promise<Finding> {
  const { issuer } = config;
  if (around.fetchOwn === undefined) return unknown('Only the running server fetches its own public URL.');
  try {
    const response = await around.fetchOwn(`${issuer}/.well-known/openid-configuration`, { signal });
    const metadata = (await response.json().catch(() => undefined)) as { issuer?: unknown } | undefined;
    if (metadata?.issuer === issuer) return ok(`${issuer} leads to this server.`);
    const found =
      metadata?.issuer === undefined
        ? `status ${response.status}`
        : `the issuer ${String(metadata.issuer).slice(0, 200)}`;
    return failed(
      `${issuer} leads to another server, or the proxy does not pass everything on: /.well-known/openid-configuration answered with ${found}. ${CHECK_PROXY}`,
    );
  } catch (error) {
    return unreachable(issuer, codeOf(error));
  }
}

const CHECK_PROXY = 'Check the DNS name, and that the proxy passes every path to this server.';

function unreachable(issuer: string, code: string): Finding {
  if (/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ALTNAME/.test(code))
    return failed(`Browsers reject the certificate of ${issuer} (${code}). Renew it, or correct the names in it.`);
  if (/CERT|SIGNATURE|ISSUER/.test(code))
    return warning(
      `This server does not trust the certificate of ${issuer} (${code}). Use one of a public authority, or check that every browser and application trusts yours.`,
    );
  if (/ENOTFOUND|EAI_AGAIN/.test(code))
    return warning(
      `The name in ${issuer} cannot be resolved here (${code}). Check its DNS record. If it exists only for your users, ignore this.`,
    );
  return unknown(
    `This server cannot reach ${issuer} (${code}). Behind some routers and in some container networks this is normal: open ${issuer}/account in a browser instead.`,
  );
}

/** The code of the error, or of what caused it. */
function codeOf(error: unknown): string {
  if (!isNativeError(error)) return 'unknown error';
  if (error.cause !== undefined) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
