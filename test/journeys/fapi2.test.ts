import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';
import { describeInBrowser } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { localhostCertificate } from '../support/certificates.js';
import { type ClientKey, makeClientKey } from '../support/client-keys.js';
import {
  createClient,
  discover,
  type Journey,
  newRequest,
  refusalTo,
  startJourney,
  visit,
} from '../support/journey.js';

/** FAPI 2.0 Security Profile and Message Signing, as an application of a bank uses them. */
describeInBrowser('a client with private_key_jwt, PAR, DPoP, signed requests and JARM', () => {
  let journey: Journey;
  let rp: CallbackServer;

  beforeAll(async () => {
    [journey, rp] = await Promise.all([
      startJourney({ ignoreHTTPSErrors: true }),
      localhostCertificate().then((certificate) => startCallbackServer({ certificate })),
    ]);
  });
  afterAll(() => Promise.all([journey?.stop(), rp?.stop()]));

  const algs: readonly Exclude<AsymmetricAlg, 'RS256'>[] = ['ES256', 'EdDSA', 'PS256'];
  describe.each(algs)('signed with %s', (alg) => {
    let key: ClientKey;
    let clientId: string;
    let config: oidc.Configuration;
    let proofs: oidc.DPoPHandle;

    beforeAll(async () => {
      key = await makeClientKey(alg, `key-${alg}`);
      const named = { EdDSA: 'EDDSA', ES256: 'ES256', PS256: 'PS256' }[alg];
      const { id } = await createClient(journey.app, {
        name: 'Bank',
        redirectUris: [rp.redirectUri],
        jwks: { keys: [key.publicJwk] },
        securityProfile: 'FAPI2',
        requireSignedRequestObject: true,
        requestObjectSigningAlg: named,
        idTokenSignedResponseAlg: named,
        introspectionSignedResponseAlg: named,
        userinfoSignedResponseAlg: named,
        consent: 'REMEMBERED',
      });
      clientId = id;
      config = await configure();
      proofs = oidc.getDPoPHandle(config, await newProofKey());
    });

    const newProofKey = () => oidc.randomDPoPKeyPair(alg === 'EdDSA' ? 'Ed25519' : alg);

    const configure = async (authentication = oidc.PrivateKeyJwt({ key: key.privateKey, kid: key.kid })) => {
      const configured = await discover(journey.app, { id: clientId, secret: '' }, authentication, {
        id_token_signed_response_alg: alg,
        authorization_signed_response_alg: alg,
        introspection_signed_response_alg: alg,
        userinfo_signed_response_alg: alg,
        require_signed_request_object: true,
        use_mtls_endpoint_aliases: false,
      });
      oidc.useJwtResponseMode(configured);
      oidc.enableNonRepudiationChecks(configured);
      return configured;
    };

    type Request = Awaited<ReturnType<typeof newRequest>>;

    /** Pushes a signed request object and returns the authorization URL. */
    const push = async ({ parameters }: Request, changes: Record<string, string> = {}, signedBy = key) => {
      const asked = { redirect_uri: rp.redirectUri, scope: 'openid profile offline_access', prompt: 'consent' };
      const signing = { key: signedBy.privateKey, kid: signedBy.kid };
      const wanted = { ...asked, ...parameters, ...changes, response_mode: 'jwt' };
      const { searchParams } = await oidc.buildAuthorizationUrlWithJAR(config, wanted, signing);
      return oidc.buildAuthorizationUrlWithPAR(config, searchParams, { DPoP: proofs });
    };

    /** Ada allows access; returns the URL to which her browser returns. */
    const authorize = async (request: Request): Promise<URL> => {
      const { page, app } = journey;
      await visit(page, await push(request), `${app.origin}/consent`);
      await page.click('button[value=allow]');
      await page.waitForURL(`${rp.redirectUri}**`);
      return new URL(page.url());
    };

    const signIn = async () => {
      const request = await newRequest();
      const callback = await authorize(request);
      return oidc.authorizationCodeGrant(config, callback, request.checks, undefined, { DPoP: proofs });
    };

    it('signs in, reads userinfo, refreshes, introspects and revokes, as openid-client verifies', async () => {
      await journey.page.context().clearCookies();
      const request = await newRequest();
      const callback = await authorize(request);
      expect([...callback.searchParams.keys()]).toEqual(['response']);
      const tokens = await oidc.authorizationCodeGrant(config, callback, request.checks, undefined, { DPoP: proofs });
      expect(tokens.token_type).toBe('dpop');
      expect(tokens.claims()).toMatchObject({ sub: journey.userId, aud: clientId, acr: 'phr' });

      const userinfo = await oidc.fetchUserInfo(config, tokens.access_token, journey.userId, { DPoP: proofs });
      expect(userinfo).toMatchObject({ sub: journey.userId, name: 'Ada Lovelace' });

      const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', {}, { DPoP: proofs });
      expect(refreshed.access_token).not.toBe(tokens.access_token);
      // A sender-constrained refresh token of a confidential client need not rotate.
      expect(refreshed.refresh_token ?? tokens.refresh_token).toBe(tokens.refresh_token);

      const introspect = () => oidc.tokenIntrospection(config, refreshed.access_token);
      const jkt = await proofs.calculateThumbprint();
      expect(await introspect()).toMatchObject({ active: true, sub: journey.userId, cnf: { jkt } });
      await oidc.tokenRevocation(config, tokens.refresh_token ?? '');
      expect(await introspect()).toEqual({ active: false });
      const again = oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', {}, { DPoP: proofs });
      expect(await refusalTo(again)).toBe('invalid_grant');
    });

    it('is refused without PAR', async () => {
      const { parameters } = await newRequest();
      const url = oidc.buildAuthorizationUrl(config, { ...parameters, redirect_uri: rp.redirectUri, scope: 'openid' });
      const { origin, pathname, searchParams } = await visit(journey.page, url, rp.redirectUri);
      expect([origin + pathname, searchParams.get('code')]).toEqual([rp.redirectUri, null]);
      const answer = oidc.authorizationCodeGrant(config, new URL(journey.page.url()), {
        expectedState: parameters.state,
      });
      expect(await refusalTo(answer)).toBe('invalid_request');
    });

    it('is refused without a signed request object, or with one of another key', async () => {
      const request = await newRequest();
      const plain = { ...request.parameters, redirect_uri: rp.redirectUri, scope: 'openid' };
      expect(await refusalTo(oidc.buildAuthorizationUrlWithPAR(config, plain))).toBe('invalid_request');
      const stranger = await makeClientKey(alg, key.kid);
      expect(await refusalTo(push(request, {}, stranger))).toBe('invalid_request_object');
    });

    it('is refused without PKCE or without the verifier', async () => {
      const request = await newRequest();
      const { code_challenge: _, code_challenge_method: __, ...rest } = request.parameters;
      expect(await refusalTo(push({ ...request, parameters: rest } as Request))).toBe('invalid_request');
      const callback = await authorize(request);
      const withoutVerifier = { ...request.checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
      const asked = oidc.authorizationCodeGrant(config, callback, withoutVerifier, undefined, { DPoP: proofs });
      expect(await refusalTo(asked)).toBe('invalid_grant');
    });

    it('is refused without its assertion, or with one of another key', async () => {
      const stranger = await makeClientKey(alg, key.kid);
      const byAnother = oidc.PrivateKeyJwt({ key: stranger.privateKey, kid: stranger.kid });
      for (const authentication of [oidc.None(), byAnother, oidc.ClientSecretPost('a-secret')]) {
        const asked = oidc.refreshTokenGrant(await configure(authentication), 'any', {}, { DPoP: proofs });
        expect(await refusalTo(asked)).toBe('invalid_client');
      }
    });

    it('gets no token without a DPoP proof, or for a code that is bound to another key', async () => {
      const asked = async (DPoP?: oidc.DPoPHandle) => {
        const request = await newRequest();
        const callback = await authorize(request);
        const options = DPoP === undefined ? {} : { DPoP };
        return refusalTo(oidc.authorizationCodeGrant(config, callback, request.checks, undefined, options));
      };
      expect(await asked()).toBe('invalid_request');
      expect(await asked(oidc.getDPoPHandle(config, await newProofKey()))).toBe('invalid_grant');
    });

    it('cannot use its access token without a proof of its key', async () => {
      const { access_token } = await signIn();
      const { origin } = journey.app;
      const asBearer = await fetch(`${origin}/oidc/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
      expect(asBearer.status).toBe(401);
      const stranger = oidc.getDPoPHandle(config, await newProofKey());
      const asked = oidc.fetchUserInfo(config, access_token, journey.userId, { DPoP: stranger });
      expect(await refusalTo(asked)).toBe('invalid_token');
    });
  });
});
