import type { Issuer } from '../clients/issuer.js';
import type { JsonObject } from '../json.js';
import type { SealedSecret, SealPlace } from './sealed-secret.js';
import type { AsymmetricAlg } from './signing-key.js';

/** A claims set that was verified, with the header that it came under. */
export interface VerifiedJwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/** Keys at work. Made in `keys/make-keys.ts`; private keys never leave it. */
export interface Keys {
  /** AES-256-GCM under the first secret key, bound to its place. */
  seal(secret: string, place: SealPlace): SealedSecret;
  /** Throws where no key opens it, or in another place. */
  open(secret: SealedSecret, place: SealPlace): string;
  /** The same secret under the first secret key; the very value where it is so already. Throws where no key opens it. */
  reseal(secret: SealedSecret, place: SealPlace): SealedSecret;
  /** Makes the ring, with its first active key, where it is absent. Throws where a private key of it does not open. */
  ensureRing(issuer: Issuer, alg: AsymmetricAlg): Promise<void>;
  /**
   * Retires the active key of a ring, if it is there, and makes the next one active; not before that one has been
   * published as long as relying parties may keep the key set. A compromised key goes at once, out of the key set too,
   * and nothing that it signed is ours any more. One compare-and-set.
   */
  rotate(issuer: Issuer, alg: AsymmetricAlg, compromised: boolean): Promise<'rotated' | 'tooEarly' | 'absent'>;
  /** Signs with the active key of the issuer's ring; `typ` as RFC 8725 §3.11 wants it. */
  sign(issuer: Issuer, alg: AsymmetricAlg, claims: JsonObject, typ?: string): Promise<string>;
  /** HMAC-SHA-256 under the UTF-8 bytes of a client secret. */
  signWithSecret(
    secret: string,
    claims: JsonObject,
    header?: { readonly typ?: string; readonly kid?: string },
  ): Promise<string>;
  /**
   * Verifies the signature of a JWT that this issuer made, with a key of its rings, and `iss` and `typ`. Times are
   * the caller's business: an `id_token_hint` is good after it has expired. `undefined` where it is not ours.
   */
  verifyOwn(issuer: Issuer, jwt: string, typ?: string): Promise<VerifiedJwt | undefined>;
  /**
   * The good keys of a client's key set at its `jwks_uri`, from memory where that will do; asked for again when `kid`
   * is not among them. None where it cannot be had.
   */
  remoteJwks(uri: string, kid: string | undefined): Promise<readonly JsonObject[]>;
  /** The public keys that relying parties need: next, active, and retired ones whose tokens may live (RFC 7517 §5). */
  jwks(issuer: Issuer): Promise<{ keys: JsonObject[] }>;
}
