import type { Change } from '../change-set.js';
import type { Issuer } from '../clients/issuer.js';
import type { JsonObject } from '../json.js';
import type { AuditKey, AuditKeyRing, CheckpointClaims } from '../log/audit-key.js';
import type { SealedSecret, SealPlace } from './sealed-secret.js';
import type { AsymmetricAlg } from './signing-key.js';

/** The header and claims of a JWT whose signature has been verified. */
export interface VerifiedJwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/**
 * The functions with which other folders use keys. `keys/make-keys.ts` implements them. Private keys never leave the
 * folder `keys`.
 */
export interface Keys {
  /**
   * Encrypts a secret with AES-256-GCM and the first key of `SECRET_KEY`. The encrypted secret can be decrypted only
   * with the same `place`.
   */
  seal(secret: string, place: SealPlace): SealedSecret;
  /**
   * Decrypts a secret.
   *
   * @throws if no key of `SECRET_KEY` decrypts it, or if it was encrypted for another `place`
   */
  open(secret: SealedSecret, place: SealPlace): string;
  /**
   * Returns the SHA-256 hash of an encrypted secret, to compare it with a secret that a client sends.
   *
   * @throws if no key of `SECRET_KEY` decrypts it, or if it was encrypted for another `place`
   */
  digest(secret: SealedSecret, place: SealPlace): Buffer;
  /**
   * Encrypts a stored secret with the first key of `SECRET_KEY`, so that operators can remove older keys from
   * `SECRET_KEY`. A secret that is already encrypted with the first key is returned unchanged.
   *
   * @throws if no key of `SECRET_KEY` decrypts it
   */
  reseal(secret: SealedSecret, place: SealPlace): SealedSecret;
  /**
   * The id of the first key of `SECRET_KEY`. When a refresh token is replaced, the server uses this key to derive the
   * secret of the new refresh token.
   */
  readonly successorKeyId: string;
  /**
   * Derives the secret of a new refresh token from `presentedSecret`, the secret of the refresh token that it replaces.
   * Returns `undefined` if `SECRET_KEY` no longer contains the key with the id `successor.keyId`.
   */
  deriveSuccessorSecret(
    presentedSecret: string,
    successor: { readonly id: string; readonly salt: string; readonly keyId: string },
  ): string | undefined;
  /**
   * Returns a code of 43 characters that only this server can compute, for a link or cookie about `value`. A code for
   * one purpose is useless for another purpose.
   */
  linkCode(purpose: string, value: string): string;
  /** Whether `code` is the code for this purpose and value, made with any key of `SECRET_KEY`. */
  isLinkCode(purpose: string, value: string, code: string): boolean;
  /**
   * Makes a key ring with an active key for a new issuer and this algorithm. Returns the change that stores the key
   * ring.
   */
  ringInsertion(issuer: Issuer, alg: AsymmetricAlg): Promise<Change>;
  /**
   * Creates a key ring with an active key for the issuer and this algorithm, if the issuer does not have one yet.
   *
   * @throws if a private key of the ring cannot be decrypted
   */
  ensureRing(issuer: Issuer, alg: AsymmetricAlg): Promise<void>;
  /**
   * Replaces the active key with the next one. The old key stays published until all that it signed has expired; if
   * `compromised` is set, it is removed from the key set at once. Returns `tooEarly`, and changes nothing, if relying
   * parties may still cache a key set without the next key.
   */
  rotate(
    issuer: Issuer,
    alg: AsymmetricAlg,
    options: {
      readonly compromised: boolean;
      /** Returns the change that stores the audit event. It is committed together with the rotation. */
      readonly event: (activeKids: { readonly from: string | null; readonly to: string | null }) => Change;
    },
  ): Promise<'rotated' | 'tooEarly' | 'absent'>;
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
   * wrong. It does not check `exp`, because an expired `id_token_hint` is accepted. A caller that rejects expired JWTs
   * must check `exp` itself.
   */
  verifyOwn(issuer: Issuer, jwt: string, typ?: string): Promise<VerifiedJwt | undefined>;
  /**
   * Returns the usable keys at a client's `jwks_uri`. The server caches the key set, and fetches it again if it has no
   * key with this `kid`. Returns an empty list if the key set cannot be fetched.
   */
  remoteJwks(uri: string, kid: string | undefined): Promise<readonly JsonObject[]>;
  /**
   * Returns the issuer's public keys (RFC 7517 §5): the active keys, the next keys, and retired keys, as long as tokens
   * that they signed may still be valid.
   */
  jwks(issuer: Issuer): Promise<{ keys: JsonObject[] }>;
  /** Returns the keys of the audit log. Adds a first key, or a successor if the last key is 90 days old. */
  currentAuditKeys(ring: Pick<AuditKeyRing, 'keys'> | undefined): Promise<readonly AuditKey[]>;
  /** Signs a checkpoint of the audit log with the last of the keys, as a JWS of the type `passgraph-audit+jws`. */
  signCheckpoint(keys: readonly AuditKey[], claims: CheckpointClaims): Promise<string>;
}
