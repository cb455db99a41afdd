import type { Handler } from '../route.js';

/** The other origins that may use the passkeys of this RP ID (WebAuthn §5.11, related origin requests). */
export const related: Handler = ({ deps }, _request, response) => {
  response.set('Cache-Control', 'public, max-age=300').json({ origins: deps.config.rpOrigins });
};
