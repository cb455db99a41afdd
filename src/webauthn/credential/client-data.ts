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

/**
 * The client data of a ceremony: its type, challenge and origin, as the browser reports them (WebAuthn Level 3 §5.8.1).
 */
export type ClientData = z.infer<typeof clientData>;

/**
 * Decodes the client data as UTF-8 and parses the JSON (§7.1 steps 5–6, §7.2 steps 8–9).
 *
 * @throws CeremonyError `invalid_credential`
 */
export function parseClientData(clientDataJSON: string): ClientData {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(clientDataJSON, 'base64url'));
    return clientData.parse(JSON.parse(text));
  } catch {
    throw invalidCredential('client data are malformed');
  }
}

/**
 * Checks that the ceremony took place on a page of this server, and that no other site showed this page in a frame.
 * https://www.w3.org/TR/webauthn-3/#sctn-validating-origin
 */
export function checkClientData(data: ClientData, config: Pick<Config, 'rpOrigins'>): void {
  // WebAuthn §7.1 step 9, §7.2 step 12: the origin of the page must be one of our origins.
  check(config.rpOrigins.includes(data.origin), 'origin');
  // WebAuthn §7.1 step 10, §7.2 step 13: no other site may show our pages in a frame.
  check(data.crossOrigin !== true, 'cross-origin');
  // WebAuthn §7.1 step 11, §7.2 step 14: the client data must not name a top-level page, because our page is not in a
  // frame.
  check(data.topOrigin === undefined, 'top origin');
  // WebAuthn Level 1 and 2 §7.1, §7.2: the client data must not report token binding, because our connections do not
  // use it.
  check(data.tokenBinding?.status !== 'present', 'token binding');
}
