import type { Handler } from '../route.js';

/** Lists the origins that may use passkeys of this server's RP ID (WebAuthn Level 3 §5.11, related origin requests). */
export const related: Handler = ({ deps }, _request, response) => {
  response.set('Cache-Control', 'public, max-age=300').json({ origins: deps.config.rpOrigins });
};
