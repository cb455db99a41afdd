import { z } from 'zod';
import type { Config } from '../../model/config.js';
import { check, invalidCredential } from '../ceremony/ceremony-errors.js';
import { isBase64url } from './credential-json.js';

const clientData = z.object({
  type: z.string(),
  challenge: z.string().max(512).refine(isBase64url),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
  tokenBinding: z.object({ status: z.string() }).optional(),
});

/** WebAuthn Level 3 §5.8.1 */
export type ClientData = z.infer<typeof clientData>;

/** §7.1 steps 5–6, §7.2 steps 8–9: UTF-8 decode, then a JSON parser. */
export function parseClientData(clientDataJSON: string): ClientData {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(clientDataJSON, 'base64url'));
    return clientData.parse(JSON.parse(text));
  } catch {
    throw invalidCredential('client data are malformed');
  }
}

/**
 * The ceremony ran at an origin of this server, and not in a frame of another site.
 * https://www.w3.org/TR/webauthn-3/#sctn-validating-origin
 */
export function checkClientData(data: ClientData, config: Pick<Config, 'rpOrigins'>): void {
  // §7.1 step 9, §7.2 step 12: C.origin is an origin that the Relying Party expects.
  check(config.rpOrigins.includes(data.origin), 'origin');
  // §7.1 step 10, §7.2 step 13: no site may embed our pages.
  check(data.crossOrigin !== true, 'cross-origin');
  // §7.1 step 11, §7.2 step 14: so there is no top origin.
  check(data.topOrigin === undefined, 'top origin');
  // Level 1 and 2 §7.1, §7.2: tokenBinding.status matches the connection, which has no token binding.
  check(data.tokenBinding?.status !== 'present', 'token binding');
}
