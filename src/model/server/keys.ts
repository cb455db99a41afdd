import type { Issuer } from '../clients/issuer.js';
import type { JsonObject } from '../json.js';
import type { SealedSecret, SealPlace } from './sealed-secret.js';
import type { AsymmetricAlg } from './signing-key.js';

/** The header and claims of a JWT whose signature has been verified. */
export interface VerifiedJwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/**
 * Everything that other folders do with keys. `keys/make-keys.ts` implements it; private keys never leave the folder
 * `keys`.
 */
export interface Keys {
  /**
   * Encrypts a secret with AES-256-GCM and the first key of `SECRET_KEY`. The result can be decrypted only for the same
   * `place`.
   */
  seal(secret: string, place: SealPlace): SealedSecret;
  /**
   * Decrypts a secret.
   *
   * @throws if no key of `SECRET_KEY` decrypts it, or if it was encrypted for another `place`
   */
  open(secret: SealedSecret, place: SealPlace): string;
  /**
   * Encrypts a stored secret with the first key of `SECRET_KEY`, so that an older key can be removed. A secret that is
   * already encrypted with the first key is returned unchanged.
   *
   * @throws if no key of `SECRET_KEY` decrypts it
   */
  reseal(secret: SealedSecret, place: SealPlace): SealedSecret;
  /**
   * The id of the first key of `SECRET_KEY`. The secret of a new refresh token that replaces another one is derived
   * with it.
   */
  readonly successorKeyId: string;
  /**
   * Derives the secret of the refresh token that replaces another one. Returns `undefined` if `SECRET_KEY` no longer
   * contains the key.
   */
  deriveSuccessorSecret(
    presentedSecret: string,
    successor: { readonly id: string; readonly salt: string; readonly keyId: string },
  ): string | undefined;
  /**
   * Creates the issuer's key ring for this algorithm, with an active key, if it does not exist.
   *
   * @throws if a private key of the ring cannot be decrypted
   */
  ensureRing(issuer: Issuer, alg: AsymmetricAlg): Promise<void>;
  /**
   * Replaces the active key with the next one. The old key stays published until everything it signed has expired.
   * Returns `tooEarly` if relying parties may still have a cached key set without the next key. If `compromised` is set,
   * the old key is removed from the key set at once, so that its signatures can no longer be verified.
   */
  rotate(issuer: Issuer, alg: AsymmetricAlg, compromised: boolean): Promise<'rotated' | 'tooEarly' | 'absent'>;
  /**
   * Signs a JWT with the issuer's active key for this algorithm. Set `typ`, so that the JWT cannot be used for another
   * purpose (RFC 8725 §3.11).
   */
  sign(issuer: Issuer, alg: AsymmetricAlg, claims: JsonObject, typ?: string): Promise<string>;
  /** Signs a JWT with HMAC-SHA-256. The key is the client secret, encoded as UTF-8. */
  signWithSecret(
    secret: string,
    claims: JsonObject,
    header?: { readonly typ?: string; readonly kid?: string },
  ): Promise<string>;
  /**
   * Verifies the signature, `iss` and `typ` of a JWT that this issuer signed; returns `undefined` if one of them is
   * wrong. The caller must check the times itself, because an expired `id_token_hint` is still accepted.
   */
  verifyOwn(issuer: Issuer, jwt: string, typ?: string): Promise<VerifiedJwt | undefined>;
  /**
   * Returns the usable keys at a client's `jwks_uri`. The key set is cached, and fetched again if it has no key with
   * this `kid`. Returns an empty list if it cannot be fetched.
   */
  remoteJwks(uri: string, kid: string | undefined): Promise<readonly JsonObject[]>;
  /**
   * Returns the issuer's public keys (RFC 7517 §5): the active keys, the next keys, and retired keys that may have
   * signed tokens which have not expired yet.
   */
  jwks(issuer: Issuer): Promise<{ keys: JsonObject[] }>;
}
