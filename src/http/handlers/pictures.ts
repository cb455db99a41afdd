import type { AdminCaller } from '../../admin/admin-caller.js';
import { authenticateCaller } from '../../admin/caller-authentication.js';
import { isDenial, logDenial } from '../../admin/denial-log.js';
import {
  type UploadPicture,
  uploadClientLogo,
  uploadIssuerLogo,
  uploadServerLogo,
  uploadUserPicture,
} from '../../admin/pictures/picture-upload.js';
import { PICTURE_TYPE } from '../../model/server/picture.js';
import { sendJson } from '../answer/send.js';
import { statusError } from '../answer/status-error.js';
import { receiveBody } from '../request/uploads.js';
import type { Edge, Handler, Request } from '../route.js';

/** The image could only be dangerous if a browser took it for a page. Then it may do nothing. */
const SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox";

/**
 * Sends an uploaded image. Its URL is secret until an application or a page shows it. Caches keep it for a day only, so
 * that a picture that was removed does not stay for long.
 */
export const picture: Handler = async ({ deps }, request, response) => {
  const found = await deps.store.pictures.find(String(request.params.id));
  if (found === undefined) throw statusError(404, 'This picture does not exist, or was removed.');
  response.set({
    'Cache-Control': 'public, max-age=86400, immutable',
    'Content-Security-Policy': SANDBOX,
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  response.type(PICTURE_TYPE).send(Buffer.from(found.content, 'base64'));
};

const UPLOADS: ReadonlyMap<string, UploadPicture> = new Map([
  ['/pictures/server', (...call) => uploadServerLogo('brandLogo', ...call)],
  ['/pictures/server/dark', (...call) => uploadServerLogo('brandLogoDark', ...call)],
  ['/pictures/users/:id', uploadUserPicture],
  ['/pictures/clients/:id', uploadClientLogo],
  ['/pictures/issuers/:id', (...call) => uploadIssuerLogo('logo', ...call)],
  ['/pictures/issuers/:id/dark', (...call) => uploadIssuerLogo('logoDark', ...call)],
]);

export const UPLOAD_PATHS = [...UPLOADS.keys()];

/** Receives an image as the body of the request. Nothing is received from unknown callers. */
export const upload: Handler = async (edge, request, response) => {
  const { deps, uploads } = edge;
  const id = String(request.params.id ?? '');
  const run = UPLOADS.get(id === '' ? request.path : request.path.split('/').with(ID_SEGMENT, ':id').join('/'));
  if (run === undefined) throw statusError(404, 'This address does not exist.');
  const caller = await callerOf(edge, request);
  try {
    const url = await uploads.run(deps, `${caller.kind}:${caller.id}`, () =>
      run(deps, caller, id, () => receiveBody(request)),
    );
    sendJson(response, { url });
  } catch (error) {
    if (isDenial(error)) logDenial(deps, caller, { path: request.path, reason: error.message, further: 0 });
    throw error;
  }
};

/** In `/pictures/issuers/ID/dark`, the part before the first slash is empty. */
const ID_SEGMENT = 3;

/** The credentials are those of the GraphQL API. Session cookies are ignored. */
async function callerOf({ deps }: Edge, request: Request): Promise<AdminCaller> {
  const { authorization } = request.headers;
  const url = `${deps.config.issuer}${request.path}`;
  const credentials = { authorization, dpop: request.get('dpop'), url };
  const caller = await authenticateCaller(deps, credentials, { ipAddress: request.ip });
  if (caller !== undefined) return caller;
  if (authorization !== undefined)
    deps.log.info({ ipAddress: request.ip }, 'administration denied to unknown credentials');
  throw statusError(
    401,
    'The request has no valid credentials. Send an API key or an access token for the GraphQL API as a bearer token: Authorization: Bearer KEY.',
    { 'WWW-Authenticate': 'Bearer' },
  );
}
