import type { Handler } from '../route.js';

/** Lists the origins that may use passkeys of this server's RP ID (WebAuthn Level 3 §5.11, related origin requests). */
export const related: Handler = ({ deps }, _request, response) => {
  response.set('Cache-Control', 'public, max-age=300').json({ origins: deps.config.rpOrigins });
};

/**
 * Tells password managers where users create and manage passkeys: both on the account page (W3C Passkey Endpoints).
 * https://www.w3.org/TR/passkey-endpoints/
 */
export const passkeyEndpoints: Handler = ({ deps }, _request, response) => {
  const page = `${deps.config.issuer}/account`;
  response.set('Cache-Control', 'public, max-age=300').json({ enroll: page, manage: page });
};
