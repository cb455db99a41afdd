import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import express, { type Request, type Response } from 'express';
import { importJWK, SignJWT } from 'jose';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const { ISSUER = 'http://localhost:3000', PORT = '4500', APPLICATION = 'http://localhost:4000' } = process.env;

// Everything the service signs, except what belongs to one sign-in.
const clientId = 'pocket';
const redirect_uri = `${APPLICATION}/callback`;
const scope = 'openid profile offline_access';

const jwk = JSON.parse(await readFile('private.jwk', 'utf8'));
const key = await importJWK(jwk);
const limiter = new RateLimiterMemory({ points: 30, duration: 60 }); // sign-ins per address and minute

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
const OPAQUE = /^[A-Za-z0-9._~-]{16,128}$/;

async function sign(request: Request, response: Response) {
  // A mobile application sends no Origin: remove this check, or replace it with app attestation.
  if (request.headers.origin !== APPLICATION) return response.status(403).json({ error: 'origin not allowed' });
  try {
    await limiter.consume(request.ip ?? '');
  } catch {
    return response.status(429).set('Retry-After', '60').json({ error: 'too many requests' });
  }
  const { code_challenge, state, nonce } = request.body ?? {};
  if (!CHALLENGE.test(code_challenge) || !OPAQUE.test(state) || !OPAQUE.test(nonce)) {
    return response.status(400).json({ error: 'code_challenge, state and nonce are required' });
  }
  const parameters = { client_id: clientId, response_type: 'code', redirect_uri, scope, state, nonce };
  const object = await new SignJWT({ ...parameters, code_challenge, code_challenge_method: 'S256' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'oauth-authz-req+jwt', kid: jwk.kid })
    .setIssuer(clientId)
    .setAudience(ISSUER)
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore(new Date())
    .setExpirationTime('5 minutes')
    .sign(key);
  // Pushed, so that the URL stays short. Returning { client_id, request: object } works as well.
  const pushed = await fetch(`${ISSUER}/oidc/par`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, request: object }),
  }).catch((error) =>
    console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`),
  );
  if (!pushed) return response.status(502).json({ error: 'Passgraph does not answer' });
  const { request_uri, error, error_description } = await pushed.json();
  if (pushed.status !== 201) {
    console.error(`${error}: ${error_description}`);
    return response.status(502).json({ error: 'Passgraph rejected the request' });
  }
  response.json({ client_id: clientId, request_uri });
}

const app = express();
// Behind one proxy: app.set('trust proxy', 1). Otherwise all callers share the proxy's address.
app.use((_request, response, next) => {
  response.set({ 'Access-Control-Allow-Origin': APPLICATION, Vary: 'Origin', 'Cache-Control': 'no-store' });
  next();
});
app.options('/sign', (_request, response) => {
  const allowed = { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'Content-Type' };
  response.set(allowed).sendStatus(204);
});
app.post('/sign', express.json({ limit: '4kb' }), sign);
app.listen(Number(PORT), 'localhost', (error) => {
  if (!error) return console.log(`Listening at port ${PORT}`);
  console.error(`Cannot listen at port ${PORT}: ${error.message}. Set PORT to a free port.`);
  process.exit(1);
});
