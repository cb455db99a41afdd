/**
 * This folder, `src/http`, parses each request, calls one function of another folder and sends the response. It owns
 * URLs, methods, headers, cookies and rate limits. It must not know the rules of a protocol. To understand this folder,
 * read `routes` first, and then `mount-routes.ts`.
 */

import { OWN_PATH } from '../forward-auth/path-rules.js';
import { account } from './handlers/account/account.js';
import { changeAccount } from './handlers/account/change-account.js';
import { deviceLink, deviceLinkState } from './handlers/account/device-link.js';
import { changePicture } from './handlers/account/picture.js';
import { resume } from './handlers/account/resume.js';
import { answerShown, shown } from './handlers/account/shown-once.js';
import { answerCheck, check } from './handlers/account/sign-in-check.js';
import { asset } from './handlers/assets.js';
import * as basic from './handlers/basic.js';
import { decideEnvoy, decideForwarded, decideOriginal, ENVOY_PREFIX } from './handlers/forward-auth/decide.js';
import { answerSignOut, askSignOut } from './handlers/forward-auth/sign-out-page.js';
import * as site from './handlers/forward-auth/site.js';
import { brandLogo } from './handlers/logos.js';
import * as oidc from './handlers/oidc.js';
import { answerConsent, consent } from './handlers/pages/consent.js';
import { continueInteraction } from './handlers/pages/continue.js';
import { answerDenied, denied } from './handlers/pages/denied.js';
import { answerDevice, device } from './handlers/pages/device.js';
import { answerEnroll, enroll } from './handlers/pages/enroll.js';
import { home } from './handlers/pages/home.js';
import { answerInvite, invite, invited } from './handlers/pages/invite.js';
import { answerJoin, join, joinState } from './handlers/pages/join.js';
import { login } from './handlers/pages/login.js';
import { logoutAnswered, logoutByGet, logoutByPost } from './handlers/pages/logout.js';
import { recover } from './handlers/pages/recover.js';
import { register } from './handlers/pages/register.js';
import { answerReport, report } from './handlers/pages/report.js';
import { answerVerifyEmail, openVerifyEmail } from './handlers/pages/verify-email.js';
import * as passkeys from './handlers/passkeys.js';
import { passkeyEndpoints, related } from './handlers/related-origins.js';
import { webfinger } from './handlers/webfinger.js';
import { fileRoutes, operatorRoutes } from './operator-routes.js';
import { METADATA_PATHS, ofIssuer, type Route } from './route.js';

/** The route table: every path of the server, with its methods and handlers. */
export const routes: readonly Route[] = [
  // Endpoints for applications that use OpenID Connect.
  { name: 'metadata', paths: METADATA_PATHS, kind: 'oauth', cors: true, GET: oidc.openidConfiguration },
  { name: 'webfinger', paths: ['/.well-known/webfinger'], kind: 'plain', cors: true, GET: webfinger },
  { name: 'jwks', paths: ofIssuer('/oidc/jwks'), kind: 'oauth', cors: true, GET: oidc.keySet },
  {
    name: 'authorize',
    paths: ofIssuer('/oidc/authorize'),
    kind: 'front',
    silent: true,
    GET: oidc.authorizeByGet,
    POST: oidc.authorizeByPost,
  },
  { name: 'token', paths: ofIssuer('/oidc/token'), kind: 'oauth', cors: true, POST: oidc.tokenEndpoint },
  { name: 'par', paths: ofIssuer('/oidc/par'), kind: 'oauth', POST: oidc.pushedAuthorizationRequest },
  {
    name: 'device-authorization',
    paths: ofIssuer('/oidc/device_authorization'),
    kind: 'oauth',
    POST: oidc.deviceAuthorization,
  },
  { name: 'introspection', paths: ofIssuer('/oidc/introspect'), kind: 'oauth', POST: oidc.introspection },
  { name: 'revocation', paths: ofIssuer('/oidc/revoke'), kind: 'oauth', cors: true, POST: oidc.revocation },
  {
    name: 'userinfo',
    paths: ofIssuer('/oidc/userinfo'),
    kind: 'oauth',
    cors: true,
    GET: oidc.userinfoByGet,
    POST: oidc.userinfoByPost,
  },
  { name: 'logout', paths: ofIssuer('/oidc/logout'), kind: 'front', GET: logoutByGet, POST: logoutByPost },

  // Endpoints for applications that use Basic, the sign-in with one redirect.
  { name: 'basic-login', paths: ['/auth/login/:clientId'], kind: 'front', GET: basic.login },
  { name: 'basic-registration', paths: ['/auth/registration/:clientId'], kind: 'front', GET: basic.registration },
  { name: 'basic-logout', paths: ['/auth/logout/:clientId'], kind: 'front', GET: basic.logout },
  {
    name: 'basic-logout-confirm',
    paths: ['/auth/logout/:clientId/confirm'],
    kind: 'page',
    POST: basic.logoutAnswered,
  },

  // Forward auth: proxies ask about requests, and browsers sign in and out at the protected hosts.
  {
    name: 'forward-auth-forwarded',
    paths: ['/forward-auth/forwarded'],
    kind: 'plain',
    quiet: true,
    foreign: true,
    asksForBrowser: true,
    GET: decideForwarded,
  },
  {
    name: 'forward-auth-nginx',
    paths: ['/forward-auth/nginx'],
    kind: 'plain',
    quiet: true,
    foreign: true,
    asksForBrowser: true,
    GET: decideOriginal,
  },
  {
    name: 'forward-auth-envoy',
    paths: [`${ENVOY_PREFIX}/*`],
    kind: 'plain',
    quiet: true,
    foreign: true,
    asksForBrowser: true,
    ANY: decideEnvoy,
  },
  { name: 'forward-auth-authorize', paths: ['/forward-auth/authorize'], kind: 'front', GET: site.authorize },
  { name: 'sign-out-page', paths: ['/forward-auth/sign-out'], kind: 'page', GET: askSignOut, POST: answerSignOut },
  { name: 'site-start', paths: [`${OWN_PATH}/start`], kind: 'front', foreign: true, GET: site.start },
  { name: 'site-callback', paths: [`${OWN_PATH}/callback`], kind: 'front', foreign: true, GET: site.callback },
  {
    name: 'site-sign-out',
    paths: [`${OWN_PATH}/sign-out`],
    kind: 'front',
    foreign: true,
    GET: site.confirmSignOut,
    POST: site.signOut,
  },
  {
    name: 'site-asset',
    paths: [`${OWN_PATH}/assets/:version/:name`],
    kind: 'plain',
    quiet: true,
    compressed: true,
    foreign: true,
    GET: asset,
  },
  { name: 'site-logo', paths: [`${OWN_PATH}/logos/brand`], kind: 'plain', quiet: true, foreign: true, GET: brandLogo },

  // Pages for users.
  { name: 'home', paths: ['/'], kind: 'page', compressed: true, GET: home },
  { name: 'login', paths: ['/login'], kind: 'page', compressed: true, GET: login },
  { name: 'register', paths: ['/register'], kind: 'page', compressed: true, GET: register },
  { name: 'enroll', paths: ['/enroll/:code'], kind: 'page', limit: 'enrolment', GET: enroll, POST: answerEnroll },
  { name: 'invited', paths: ['/invited'], kind: 'page', GET: invited },
  { name: 'invite', paths: ['/invite/:code'], kind: 'page', limit: 'enrolment', GET: invite, POST: answerInvite },
  {
    name: 'verify-email',
    paths: ['/verify-email/:code'],
    kind: 'page',
    limit: 'enrolment',
    GET: openVerifyEmail,
    POST: answerVerifyEmail,
  },
  { name: 'join', paths: ['/join/:code'], kind: 'page', limit: 'enrolment', GET: join, POST: answerJoin },
  {
    name: 'join-state',
    paths: ['/join/:code/state'],
    kind: 'ceremony',
    quiet: true,
    limit: 'deviceLinkState',
    GET: joinState,
  },
  { name: 'report', paths: ['/report/:code'], kind: 'page', limit: 'enrolment', GET: report, POST: answerReport },
  { name: 'recover', paths: ['/recover'], kind: 'page', compressed: true, GET: recover },
  { name: 'denied', paths: ['/denied'], kind: 'page', compressed: true, GET: denied, POST: answerDenied },
  { name: 'consent', paths: ['/consent'], kind: 'page', compressed: true, GET: consent, POST: answerConsent },
  { name: 'device', paths: ['/device'], kind: 'page', GET: device, POST: answerDevice },
  { name: 'account', paths: ['/account'], kind: 'page', compressed: true, GET: account, POST: changeAccount },
  { name: 'account-resume', paths: ['/account/resume'], kind: 'page', compressed: true, GET: resume },
  { name: 'account-picture', paths: ['/account/picture'], kind: 'page', readsBody: true, POST: changePicture },
  { name: 'account-shown', paths: ['/account/shown/:id'], kind: 'page', GET: shown, POST: answerShown },
  { name: 'account-device', paths: ['/account/device'], kind: 'page', GET: deviceLink },
  {
    name: 'account-device-state',
    paths: ['/account/device/state'],
    kind: 'ceremony',
    quiet: true,
    limit: 'deviceLinkState',
    GET: deviceLinkState,
  },
  { name: 'sign-in-check', paths: ['/sign-in-check'], kind: 'page', GET: check, POST: answerCheck },
  { name: 'logout-confirm', paths: ofIssuer('/oidc/logout/confirm'), kind: 'page', POST: logoutAnswered },
  { name: 'continue', paths: ['/continue/:interaction'], kind: 'front', GET: continueInteraction },

  // Endpoints for the scripts that create and use passkeys.
  {
    name: 'authentication-options',
    paths: ['/passkeys/authentication/options'],
    kind: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.beginAuthentication,
  },
  {
    name: 'authentication-verify',
    paths: ['/passkeys/authentication/verify'],
    kind: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.finishAuthentication,
  },
  {
    name: 'registration-options',
    paths: ['/passkeys/registration/options'],
    kind: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.beginRegistration,
  },
  {
    name: 'registration-verify',
    paths: ['/passkeys/registration/verify'],
    kind: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.finishRegistration,
  },
  {
    name: 'unknown-passkey',
    paths: ['/passkeys/unknown'],
    kind: 'ceremony',
    limit: 'ceremony',
    POST: passkeys.askUnknown,
  },
  { name: 'related-origins', paths: ['/.well-known/webauthn'], kind: 'plain', GET: related },
  { name: 'passkey-endpoints', paths: ['/.well-known/passkey-endpoints'], kind: 'plain', GET: passkeyEndpoints },

  ...operatorRoutes,
  ...fileRoutes,
];
