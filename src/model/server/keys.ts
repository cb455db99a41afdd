import type { Issuer } from '../clients/issuer.js';
import type { JsonObject } from '../json.js';
import type { SealedSecret, SealPlace } from './sealed-secret.js';
import type { AsymmetricAlg } from './signing-key.js';

/** The claims of a JWT whose signature was verified, and its header. */
export interface VerifiedJwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/** Operations with keys. `keys/make-keys.ts` makes them; private keys never leave that folder. */
export interface Keys {
  /** Encrypts with AES-256-GCM and the first secret key, bound to its place. */
  seal(secret: string, place: SealPlace): SealedSecret;
  /** @throws if no secret key decrypts it, or if it was sealed for another place */
  open(secret: SealedSecret, place: SealPlace): string;
  /**
   * Encrypts the secret again with the first secret key; returns the same value if it already is.
   *
   * @throws if no secret key decrypts it
   */
  reseal(secret: SealedSecret, place: SealPlace): SealedSecret;
  /**
   * Creates the ring with its first active key, if it is absent.
   *
   * @throws if one of its private keys cannot be decrypted
   */
  ensureRing(issuer: Issuer, alg: AsymmetricAlg): Promise<void>;
  /**
   * Retires the active key of a ring and activates the next one, by one compare-and-set. The next key must have been
   * published for as long as relying parties may cache the key set. A compromised key is removed from the key set at
   * once, and nothing that it signed verifies any more.
   */
  rotate(issuer: Issuer, alg: AsymmetricAlg, compromised: boolean): Promise<'rotated' | 'tooEarly' | 'absent'>;
  /** Signs with the active key of the issuer's ring. RFC 8725 §3.11 recommends an explicit `typ`. */
  sign(issuer: Issuer, alg: AsymmetricAlg, claims: JsonObject, typ?: string): Promise<string>;
  /** Signs by HMAC-SHA-256 with the UTF-8 bytes of a client secret. */
  signWithSecret(
    secret: string,
    claims: JsonObject,
    header?: { readonly typ?: string; readonly kid?: string },
  ): Promise<string>;
  /**
   * Verifies a JWT of this issuer: its signature, with a key of the issuer's rings, `iss` and `typ`. The caller checks
   * the times, because an `id_token_hint` is valid after it has expired. `undefined` if the JWT is not from this issuer.
   */
  verifyOwn(issuer: Issuer, jwt: string, typ?: string): Promise<VerifiedJwt | undefined>;
  /**
   * The usable keys at a client's `jwks_uri`, from memory if possible. Fetches the key set again if `kid` is not in it.
   * Empty if it cannot be fetched.
   */
  remoteJwks(uri: string, kid: string | undefined): Promise<readonly JsonObject[]>;
  /** The public keys for relying parties (RFC 7517 §5): next, active, and retired keys whose tokens may be valid. */
  jwks(issuer: Issuer): Promise<{ keys: JsonObject[] }>;
}
