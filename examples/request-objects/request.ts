import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { importJWK, type JWTPayload, SignJWT } from 'jose';

const { ISSUER = 'http://localhost:3000', PORT = '4000', CLIENT_SECRET = '', ALG = 'EdDSA' } = process.env;
const clientId = 'desk';

async function loadKey() {
  if (ALG === 'HS256') return { kid: undefined, key: new TextEncoder().encode(CLIENT_SECRET) };
  const jwk = JSON.parse(await readFile('private.jwk', 'utf8'));
  return { kid: jwk.kid as string, key: await importJWK(jwk) };
}

async function signRequest(parameters: JWTPayload): Promise<string> {
  const { kid, key } = await loadKey();
  return new SignJWT({ ...parameters, client_id: clientId })
    .setProtectedHeader({ alg: ALG, typ: 'oauth-authz-req+jwt', ...(kid && { kid }) })
    .setIssuer(clientId)
    .setAudience(ISSUER)
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore(new Date())
    .setExpirationTime('5 minutes')
    .sign(key);
}

function authorizationUrl(parameters: Record<string, string>): string {
  return `${ISSUER}/oidc/authorize?${new URLSearchParams({ client_id: clientId, ...parameters })}`;
}

const verifier = randomBytes(32).toString('base64url'); // keep it: the token request needs it
const parameters = {
  response_type: 'code',
  redirect_uri: `http://localhost:${PORT}/callback`,
  scope: 'openid profile',
  state: randomUUID(),
  nonce: randomUUID(),
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
};
console.log(authorizationUrl({ request: await signRequest(parameters) }));

const answer = await fetch(`${ISSUER}/oidc/par`, {
  method: 'POST',
  headers: { Authorization: `Basic ${btoa(`${clientId}:${CLIENT_SECRET}`)}` },
  body: new URLSearchParams({ request: await signRequest(parameters) }),
}).catch((error) => {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
});
const { request_uri, error, error_description } = await answer.json();
if (answer.status !== 201) throw new Error(`${error}: ${error_description}`);
console.log(authorizationUrl({ request_uri }));
