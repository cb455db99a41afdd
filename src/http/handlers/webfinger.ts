import type { Handler } from '../route.js';

const ISSUER_RELATION = 'http://openid.net/specs/connect/1.0/issuer';

/**
 * Answers which issuer signs a user in (RFC 7033, OpenID Connect Discovery §2). The answer is the same for every
 * account, so it does not show which accounts exist.
 */
export const webfinger: Handler = ({ deps }, request, response) => {
  response.set('Cache-Control', 'public, max-age=300');
  const { resource, rel } = request.query;
  if (typeof resource !== 'string' || !isUri(resource)) {
    response.status(400).json({ error: 'The parameter resource is missing, repeated or not a URI.' });
    return;
  }
  const wanted = [rel].flat().filter((one) => one !== undefined);
  const isWanted = wanted.length === 0 || wanted.includes(ISSUER_RELATION);
  const links = isWanted ? [{ rel: ISSUER_RELATION, href: deps.config.issuer }] : [];
  response.type('application/jrd+json').send(JSON.stringify({ subject: resource, links }));
};

/** RFC 7033 §4.1: `resource` is a URI, such as `acct:ada@example.com`. */
function isUri(text: string): boolean {
  return text.length <= 1024 && /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(text);
}
