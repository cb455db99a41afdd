import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { ASYMMETRIC_ALGS } from '../../../src/model/server/signing-key.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import { jwks } from '../../../src/oidc/metadata/jwks.js';
import { makeIssuer } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let issuer: Issuer;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
});
afterAll(() => deps.store.close());

/** Registered names of metadata (OpenID Connect Discovery §3, RFC 8414 §2 and the specifications that the comments name). */
const REGISTERED_METADATA = new Set([
  ...['issuer', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'scopes_supported'],
  ...['response_types_supported', 'response_modes_supported', 'grant_types_supported', 'acr_values_supported'],
  ...['subject_types_supported', 'id_token_signing_alg_values_supported', 'userinfo_signing_alg_values_supported'],
  ...['request_object_signing_alg_values_supported', 'token_endpoint_auth_methods_supported'],
  ...['token_endpoint_auth_signing_alg_values_supported', 'claim_types_supported', 'claims_supported'],
  ...['claims_parameter_supported', 'request_parameter_supported', 'request_uri_parameter_supported'],
  ...['revocation_endpoint', 'revocation_endpoint_auth_methods_supported'],
  ...['revocation_endpoint_auth_signing_alg_values_supported', 'introspection_endpoint'],
  ...['introspection_endpoint_auth_methods_supported', 'introspection_endpoint_auth_signing_alg_values_supported'],
  'code_challenge_methods_supported',
  // Initiating User Registration 1.0 (prompt=create)
  'prompt_values_supported',
  // RP-Initiated Logout 1.0, Back-Channel Logout 1.0
  ...['end_session_endpoint', 'backchannel_logout_supported', 'backchannel_logout_session_supported'],
  // RFC 8628, RFC 9126, RFC 9101, RFC 9207, RFC 9449, RFC 9701, JARM
  ...['device_authorization_endpoint', 'pushed_authorization_request_endpoint'],
  ...['require_pushed_authorization_requests', 'require_signed_request_object'],
  ...['authorization_response_iss_parameter_supported', 'dpop_signing_alg_values_supported'],
  ...['introspection_signing_alg_values_supported', 'authorization_signing_alg_values_supported'],
]);

describe('OpenID Connect Discovery §3 and RFC 8414 §2 metadata', () => {
  it('has the REQUIRED members, with URLs below the issuer', async () => {
    const tenant = await makeIssuer(deps, 'tenant');
    for (const [of, url] of [
      [issuer, 'http://localhost:3000'],
      [tenant, 'http://localhost:3000/i/tenant'],
    ] as const) {
      expect(await discoveryDocument(deps, of)).toMatchObject({
        issuer: url,
        authorization_endpoint: `${url}/oidc/authorize`,
        token_endpoint: `${url}/oidc/token`,
        userinfo_endpoint: `${url}/oidc/userinfo`,
        jwks_uri: `${url}/oidc/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: expect.arrayContaining(['public']),
        id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
      });
    }
  });

  it('lists what every client can rely on', async () => {
    expect(await discoveryDocument(deps, issuer)).toMatchObject({
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      request_uri_parameter_supported: false,
      require_signed_request_object: false,
    });
  });

  it('lists the authentication methods in an order that suits libraries which take the first one', async () => {
    expect(await discoveryDocument(deps, issuer)).toMatchObject({
      token_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
        'client_secret_jwt',
        'none',
      ],
    });
  });

  it('has no member that no specification knows', async () => {
    const document = await discoveryDocument(deps, issuer);
    expect(Object.keys(document).filter((name) => !REGISTERED_METADATA.has(name))).toEqual([]);
  });

  it('lists custom scopes and their claims', async () => {
    await deps.store.scopes.insert({ id: 'national_id', version: 1, claims: ['national_id'] });
    const { scopes_supported, claims_supported } = await discoveryDocument(deps, issuer);
    expect(scopes_supported).toEqual(expect.arrayContaining(['openid', 'profile', 'national_id']));
    expect(scopes_supported).not.toContain('users:read');
    expect(claims_supported).toEqual(expect.arrayContaining(['sub', 'email', 'national_id']));
  });

  it('requires signed requests only if every client has to sign them', async () => {
    const strict = { ...deps, config: { ...deps.config, requireSignedRequestObject: true } };
    expect(await discoveryDocument(strict, issuer)).toMatchObject({ require_signed_request_object: true });
  });
});

describe('RFC 7517 §4, §5 JWK Set, RFC 7638 thumbprints', () => {
  it('names the keys of all algorithms by their thumbprint (RFC 7638 §3)', async () => {
    const many = await makeIssuer(deps, 'many');
    await Promise.all(ASYMMETRIC_ALGS.map((alg) => deps.keys.ensureRing(many, alg)));
    const { keys } = await jwks(deps, many);
    expect(new Set(keys.map(({ alg }) => alg))).toEqual(new Set(ASYMMETRIC_ALGS));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const key of keys) {
      const { kty, n, e, crv, x, y, kid, use, alg, ...more } = key;
      expect(kid).toBe(await calculateJwkThumbprint({ kty, n, e, crv, x, y } as JWK));
      expect([use, more]).toEqual(['sig', {}]);
      // RFC 7518 §3.3, §6: the minimum key length, and a registered curve.
      if (kty === 'RSA') expect(Buffer.from(String(n), 'base64url').length * 8).toBeGreaterThanOrEqual(2048);
      else expect([alg, crv]).toEqual(alg === 'ES256' ? ['ES256', 'P-256'] : ['EdDSA', 'Ed25519']);
    }
  });

  it('contains only public keys with use and alg, even if the issuer has signed nothing yet', async () => {
    const { keys } = await jwks(deps, await makeIssuer(deps, 'fresh'));
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', kid: expect.any(String) });
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
    }
  });
});
