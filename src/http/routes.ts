import { account, changeAccount } from './handlers/account/account.js';
import { asset, favicon, robots } from './handlers/assets.js';
import * as basic from './handlers/basic.js';
import { graphql } from './handlers/graphql.js';
import { brandLogo, clientLogo } from './handlers/logos.js';
import * as oidc from './handlers/oidc.js';
import { answerConsent, consent } from './handlers/pages/consent.js';
import { continueInteraction } from './handlers/pages/continue.js';
import { answerDenied, denied } from './handlers/pages/denied.js';
import { answerDevice, device } from './handlers/pages/device.js';
import { enroll } from './handlers/pages/enroll.js';
import { home } from './handlers/pages/home.js';
import { login } from './handlers/pages/login.js';
import { logoutAnswered, logoutByGet, logoutByPost } from './handlers/pages/logout.js';
import { recover } from './handlers/pages/recover.js';
import { register } from './handlers/pages/register.js';
import * as passkeys from './handlers/passkeys.js';
import { live, metrics, ready } from './handlers/probes.js';
import { related } from './handlers/related-origins.js';
import { ofIssuer, type Route } from './route.js';

/** Where clients look for the metadata of an issuer: OpenID Connect Discovery §4, and RFC 8414 §3.1 and §5. */
const METADATA = [
  ...ofIssuer('/.well-known/openid-configuration'),
  '/.well-known/openid-configuration/i/:slug',
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-authorization-server/i/:slug',
];

/** Every address that is answered, with its methods and what answers them. */
export const routes: readonly Route[] = [
  // Applications, OpenID Connect
  { name: 'metadata', paths: METADATA, face: 'oauth', cors: true, GET: oidc.openidConfiguration },
  { name: 'jwks', paths: ofIssuer('/oidc/jwks'), face: 'oauth', cors: true, GET: oidc.keySet },
  {
    name: 'authorize',
    paths: ofIssuer('/oidc/authorize'),
    face: 'front',
    GET: oidc.authorizeByGet,
    POST: oidc.authorizeByPost,
  },
  { name: 'token', paths: ofIssuer('/oidc/token'), face: 'oauth', cors: true, POST: oidc.tokenEndpoint },
  { name: 'par', paths: ofIssuer('/oidc/par'), face: 'oauth', POST: oidc.pushedAuthorizationRequest },
  {
    name: 'device-authorization',
    paths: ofIssuer('/oidc/device_authorization'),
    face: 'oauth',
    POST: oidc.deviceAuthorization,
  },
  { name: 'introspection', paths: ofIssuer('/oidc/introspect'), face: 'oauth', POST: oidc.introspection },
  { name: 'revocation', paths: ofIssuer('/oidc/revoke'), face: 'oauth', cors: true, POST: oidc.revocation },
  {
    name: 'userinfo',
    paths: ofIssuer('/oidc/userinfo'),
    face: 'oauth',
    cors: true,
    GET: oidc.userinfoByGet,
    POST: oidc.userinfoByPost,
  },
  { name: 'logout', paths: ofIssuer('/oidc/logout'), face: 'front', GET: logoutByGet, POST: logoutByPost },

  // Applications, Basic
  { name: 'basic-login', paths: ['/auth/login/:clientId'], face: 'front', GET: basic.login },
  { name: 'basic-registration', paths: ['/auth/registration/:clientId'], face: 'front', GET: basic.registration },
  { name: 'basic-logout', paths: ['/auth/logout/:clientId'], face: 'front', GET: basic.logout },

  // People
  { name: 'home', paths: ['/'], face: 'page', GET: home },
  { name: 'login', paths: ['/login'], face: 'page', GET: login },
  { name: 'register', paths: ['/register'], face: 'page', GET: register },
  { name: 'enroll', paths: ['/enroll/:code'], face: 'page', limit: 'enrolment', GET: enroll },
  { name: 'recover', paths: ['/recover'], face: 'page', GET: recover },
  { name: 'denied', paths: ['/denied'], face: 'page', GET: denied, POST: answerDenied },
  { name: 'consent', paths: ['/consent'], face: 'page', GET: consent, POST: answerConsent },
  { name: 'device', paths: ['/device'], face: 'page', GET: device, POST: answerDevice },
  { name: 'account', paths: ['/account'], face: 'page', GET: account, POST: changeAccount },
  { name: 'logout-confirm', paths: ofIssuer('/oidc/logout/confirm'), face: 'page', POST: logoutAnswered },
  { name: 'continue', paths: ['/continue/:interaction'], face: 'front', GET: continueInteraction },

  // Ceremonies
  {
    name: 'authentication-options',
    paths: ['/passkeys/authentication/options'],
    face: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.beginAuthentication,
  },
  {
    name: 'authentication-verify',
    paths: ['/passkeys/authentication/verify'],
    face: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.finishAuthentication,
  },
  {
    name: 'registration-options',
    paths: ['/passkeys/registration/options'],
    face: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.beginRegistration,
  },
  {
    name: 'registration-verify',
    paths: ['/passkeys/registration/verify'],
    face: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.finishRegistration,
  },
  {
    name: 'unknown-passkey',
    paths: ['/passkeys/unknown'],
    face: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.askUnknown,
  },
  { name: 'related-origins', paths: ['/.well-known/webauthn'], face: 'plain', GET: related },

  // Administration and operation
  { name: 'graphql', paths: ['/graphql'], face: 'graphql', limit: 'graphql', POST: graphql },
  { name: 'live', paths: ['/health/live'], face: 'plain', GET: live },
  { name: 'ready', paths: ['/health/ready'], face: 'plain', GET: ready },
  { name: 'metrics', paths: ['/metrics'], face: 'plain', GET: metrics },

  // What pages load
  { name: 'asset', paths: ['/assets/:version/:name'], face: 'plain', quiet: true, GET: asset },
  { name: 'brand-logo', paths: ['/logos/brand'], face: 'plain', quiet: true, GET: brandLogo },
  { name: 'client-logo', paths: ['/logos/clients/:clientId'], face: 'plain', quiet: true, GET: clientLogo },
  { name: 'favicon', paths: ['/favicon.ico'], face: 'plain', quiet: true, GET: favicon },
  { name: 'robots', paths: ['/robots.txt'], face: 'plain', quiet: true, GET: robots },
];
