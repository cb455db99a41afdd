import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { refusal } from '../ceremony/refusal.js';

/** RFC 4648 §5 without padding, in its one canonical form: two texts never stand for the same bytes. */
export function isBase64url(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;
}

function bytes(atMost: number) {
  return z
    .string()
    .max(Math.ceil((atMost * 4) / 3))
    .refine(isBase64url);
}

/** WebAuthn Level 3 §7.1 step 25: a credential id has at most 1023 bytes. */
const LONGEST_CREDENTIAL_ID = 1023;
/** §5.4.3: a user handle has at most 64 bytes. */
const LONGEST_USER_HANDLE = 64;

function credential<Response extends z.ZodType>(response: Response) {
  return z
    .object({
      id: bytes(LONGEST_CREDENTIAL_ID),
      rawId: bytes(LONGEST_CREDENTIAL_ID),
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
    userHandle: bytes(LONGEST_USER_HANDLE).nullish(),
  }),
);

/** Hints of the client about how it reaches the authenticator; unknown ones are kept (§5.8.4). */
const transports = z
  .array(z.string().regex(/^[a-z-]{1,32}$/))
  .max(16)
  .nullish()
  .catch(undefined);

/** What the client says of the new credential (§10.1.3). */
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

/** Bounded in size, strict in encoding; extension outputs are left out, because none is asked for. */
export function readAuthenticationResponse(response: unknown): AuthenticationResponseJSON {
  const parsed = authentication.safeParse(response);
  if (!parsed.success) throw refusal('not an authentication response');
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

/** The same; of the extension outputs there is `credProps`, where the client gave it. */
export function readRegistrationResponse(response: unknown): RegistrationResponseJSON {
  const parsed = registration.safeParse(response);
  if (!parsed.success) throw refusal('not a registration response');
  const { clientDataJSON, attestationObject, transports: hints } = parsed.data.response;
  return {
    id: parsed.data.id,
    rawId: parsed.data.rawId,
    type: 'public-key',
    response: { clientDataJSON, attestationObject, transports: [...new Set(hints ?? [])] },
    clientExtensionResults: parsed.data.clientExtensionResults ?? {},
  };
}
