import type { Handler } from '../route.js';

/** Origins that may use the passkeys of this RP ID (https://www.w3.org/TR/webauthn-3/#sctn-related-origins). */
export const related: Handler = ({ deps }, _request, response) => {
  response.set('Cache-Control', 'public, max-age=300').json({ origins: deps.config.rpOrigins });
};
