import express, { type Request } from 'express';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';

const { ISSUER = 'http://localhost:3000', PORT = '5000' } = process.env;
if (!URL.canParse(ISSUER)) {
  console.error(`Cannot use ISSUER=${ISSUER}: it is not a URL. Set ISSUER to the URL of Passgraph.`);
  process.exit(1);
}
const audience = `http://localhost:${PORT}/`; // the `resource` of this API's scopes
const keys = createRemoteJWKSet(new URL(`${ISSUER}/oidc/jwks`)); // cached, and fetched again for an unknown kid

async function verifyCaller(request: Request): Promise<JWTPayload | undefined> {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) return undefined;
  const requiredClaims = ['exp', 'sub'];
  const expected = { issuer: ISSUER, audience, typ: 'at+jwt', algorithms: ['RS256'], requiredClaims };
  return jwtVerify(token, keys, expected).then(
    ({ payload }) => payload,
    () => undefined,
  );
}

const app = express();
app.get('/', async (request, response) => {
  const caller = await verifyCaller(request);
  const isAllowed = String(caller?.scope ?? '')
    .split(' ')
    .includes('invoices:read');
  if (caller && isAllowed) return response.json({ invoices: [], calledBy: caller.sub });
  const [status, error] = caller ? ([403, 'insufficient_scope'] as const) : ([401, 'invalid_token'] as const);
  response.status(status).set('WWW-Authenticate', `Bearer error="${error}"`).json({ error });
});
app.listen(Number(PORT), 'localhost', (error) => {
  if (!error) return console.log(`Listening at ${audience}`);
  console.error(`Cannot listen at port ${PORT}: ${error.message}. Set PORT to a free port.`);
  process.exit(1);
});
