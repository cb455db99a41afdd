import type { ProxiedRequest } from '../../../forward-auth/decide-request.js';
import { isLocal, parseSiteOrigin, type SiteOrigin } from '../../../forward-auth/site.js';
import { statusError } from '../../answer/status-error.js';
import { isProxiedNavigation } from '../../request/fetch-metadata.js';
import { siteCookie } from '../../request/site-cookies.js';
import type { Request } from '../../route.js';

/**
 * Reads a request as Traefik and Caddy describe it, with `X-Forwarded-Method`, `-Proto`, `-Host` and `-Uri`.
 * @throws StatusError 400 if a header is missing, repeated or malformed
 */
export function readForwarded(request: Request): ProxiedRequest {
  // Some proxies name the scheme of a WebSocket.
  const scheme = single(request, 'X-Forwarded-Proto', /^(?:https?|wss?)$/).replace(/^ws/, 'http');
  const origin = parseSiteOrigin(scheme, single(request, 'X-Forwarded-Host', HOST));
  const method = single(request, 'X-Forwarded-Method', METHOD);
  return proxied(request, { origin, method, target: single(request, 'X-Forwarded-Uri', TARGET) });
}

/**
 * Reads a request as the guides for nginx and HAProxy describe it, with `X-Original-Method` and `X-Original-URL`.
 * @throws StatusError 400 if a header is missing, repeated or malformed
 */
export function readOriginal(request: Request): ProxiedRequest {
  const method = single(request, 'X-Original-Method', METHOD);
  const [, scheme = '', host = '', target = ''] = URL_FORM.exec(single(request, 'X-Original-URL', URL_FORM)) ?? [];
  return proxied(request, { origin: parseSiteOrigin(scheme, host), method, target });
}

/**
 * Reads a request that Envoy sends with the method, host and path of the browser's request, after a prefix. Envoy says
 * nothing about the scheme. Only localhost can have another one than https.
 */
export function readEnvoy(request: Request, prefix: string): ProxiedRequest {
  const host = request.headers.host ?? '';
  const origin = parseSiteOrigin(isLocal(host.toLowerCase()) ? 'http' : 'https', host);
  const target = request.originalUrl.slice(prefix.length);
  if (!TARGET.test(target)) throw malformed('path');
  return proxied(request, { origin, method: request.method, target });
}

const METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}$/;
const HOST = /^[^\s,/?#@\\]{1,255}$/;
/** A URI never contains a space, but a proxy that joins two values puts one between them. */
const TARGET = /^\/\S*$/;
const URL_FORM = /^(https?):\/\/([^\s,/?#@\\]{1,255})(\/\S*)$/;

function single(request: Request, name: string, form: RegExp): string {
  const values = request.headersDistinct[name.toLowerCase()] ?? [];
  const [value = ''] = values;
  if (values.length !== 1 || !form.test(value)) throw malformed(name);
  return value;
}

function malformed(name: string) {
  return statusError(
    400,
    `${name} is missing, repeated or malformed. Configure the proxy as the documentation for forward auth says.`,
  );
}

interface Description {
  readonly origin: SiteOrigin | undefined;
  readonly method: string;
  readonly target: string;
}

function proxied(request: Request, { origin, method, target }: Description): ProxiedRequest {
  const isRead = method === 'GET' || method === 'HEAD';
  const cookie = origin && siteCookie(request, origin);
  const isUpgrade = UPGRADES.some((name) => request.get(name) !== undefined);
  return {
    origin,
    method,
    target,
    isNavigation: isRead && !isUpgrade && isProxiedNavigation(request),
    source: {
      site: request.get('sec-fetch-site'),
      host: sourceHost(request),
      canChange: !isRead || isUpgrade || request.get('sec-fetch-mode') === 'websocket',
    },
    cookie,
  };
}

function sourceHost(request: Request): string | null | undefined {
  const text = request.get('origin');
  if (text === undefined) return undefined;
  const [, scheme = '', host = ''] = /^(https?):\/\/(.+)$/.exec(text) ?? [];
  return parseSiteOrigin(scheme, host)?.host ?? null;
}

/** Some proxies remove `Upgrade` from their question, so a WebSocket is recognized by its key too (RFC 6455 §4.1). */
const UPGRADES = ['upgrade', 'sec-websocket-key', 'sec-websocket-version'];
