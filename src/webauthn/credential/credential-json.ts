import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { invalidCredential } from '../ceremony/ceremony-errors.js';

/** RFC 4648 §5 without padding, canonical: two different texts never encode the same bytes. */
export function isBase64url(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;
}

function bytes(max: number) {
  return z
    .string()
    .max(Math.ceil((max * 4) / 3))
    .refine(isBase64url);
}

/** WebAuthn Level 3 §7.1 step 25: a credential id has at most 1023 bytes. */
const MAX_CREDENTIAL_ID_BYTES = 1023;
/** §5.4.3: a user handle has at most 64 bytes. */
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

/** How the client reaches the authenticator. Unknown values are stored too (§5.8.4). */
const transports = z
  .array(z.string().regex(/^[a-z-]{1,32}$/))
  .max(16)
  .nullish()
  .catch(undefined);

/** The client's report about the new credential (§10.1.3). */
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

/** Limits sizes and accepts only canonical encodings. Drops extension outputs: none was requested. */
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

/** The same. Of the extension outputs, `credProps` remains. */
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
