import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { invalidCredential } from '../ceremony/ceremony-errors.js';

/**
 * Whether a text is base64url without padding (RFC 4648 §5). Only the canonical encoding is accepted, so two different
 * texts never encode the same bytes.
 */
export function isBase64url(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;
}

function bytes(max: number) {
  return z
    .string()
    .max(Math.ceil((max * 4) / 3))
    .refine(isBase64url);
}

/** WebAuthn Level 3 §7.1 step 25 limits the length of a credential id. */
const MAX_CREDENTIAL_ID_BYTES = 1023;
/** WebAuthn Level 3 §5.4.3 limits the length of a user handle. */
const MAX_USER_HANDLE_BYTES = 64;

function credential<Response extends z.ZodType>(response: Response) {
  return z
    .object({
      id: bytes(MAX_CREDENTIAL_ID_BYTES),
      rawId: bytes(MAX_CREDENTIAL_ID_BYTES),
      type: z.literal('public-key'),
      authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish().catch(undefined),
      response,
    })
    .refine(({ id, rawId }) => id === rawId);
}

const authentication = credential(
  z.object({
    clientDataJSON: bytes(8192),
    authenticatorData: bytes(4096),
    signature: bytes(1024),
    userHandle: bytes(MAX_USER_HANDLE_BYTES).nullish(),
  }),
);

/**
 * The ways in which the browser reaches the authenticator, for example `usb`. Unknown values are stored too (§5.8.4).
 */
const transports = z
  .array(z.string().regex(/^[a-z-]{1,32}$/))
  .max(16)
  .nullish()
  .catch(undefined);

/** The properties of a new credential, which the browser reports in the credProps extension (§10.1.3). */
const results = z
  .object({ credProps: z.object({ rk: z.boolean() }) })
  .optional()
  .catch(undefined);

const registration = credential(
  z.object({
    clientDataJSON: bytes(8192),
    attestationObject: bytes(65_536),
    transports,
  }),
).and(z.object({ clientExtensionResults: results }));

/**
 * Parses the browser's answer to a sign-in challenge. Limits sizes and accepts only canonical encodings. Drops the
 * outputs of extensions, because our options request no extensions.
 */
export function parseAuthenticationResponse(response: unknown): AuthenticationResponseJSON {
  const parsed = authentication.safeParse(response);
  if (!parsed.success) throw invalidCredential('not an authentication response');
  const { clientDataJSON, authenticatorData, signature, userHandle } = parsed.data.response;
  return {
    id: parsed.data.id,
    rawId: parsed.data.rawId,
    type: 'public-key',
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(typeof userHandle === 'string' && { userHandle }),
    },
    clientExtensionResults: {},
  };
}

/**
 * Parses the browser's answer to a registration challenge. Limits sizes and accepts only canonical encodings. Drops the
 * outputs of all extensions except `credProps`.
 */
export function parseRegistrationResponse(response: unknown): RegistrationResponseJSON {
  const parsed = registration.safeParse(response);
  if (!parsed.success) throw invalidCredential('not a registration response');
  const { clientDataJSON, attestationObject, transports: hints } = parsed.data.response;
  return {
    id: parsed.data.id,
    rawId: parsed.data.rawId,
    type: 'public-key',
    response: { clientDataJSON, attestationObject, transports: [...new Set(hints ?? [])] },
    clientExtensionResults: parsed.data.clientExtensionResults ?? {},
  };
}
