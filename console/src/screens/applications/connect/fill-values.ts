import type { TemplateFragment } from '../../../generated/applications.js';
import { webAddress } from '../web-address.js';
import type { Values } from './values-to-paste.js';

/** The client whose values replace the placeholders of a template. */
export interface FilledClient {
  readonly id: string;
  readonly redirectUris: readonly string[];
  readonly issuer: { readonly url: string } | null;
}

/**
 * Fills the placeholders of a template as the server does for a new client. The server keeps no secret that it could show
 * again, so the placeholder of the secret becomes `secret`.
 */
export function fillValues(template: TemplateFragment, client: FilledClient, secret: string): Values {
  const issuer = client.issuer?.url ?? '';
  const url = urlOf(template, client);
  const defaults = template.fields.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value]]));
  const values: Record<string, string> = {
    ...Object.fromEntries(defaults),
    issuer,
    issuer_host: hostOf(issuer)?.host ?? '',
    client_id: client.id,
    client_secret: secret,
    ...(url !== undefined && { url, host: hostOf(url)?.host ?? '', hostname: hostOf(url)?.hostname ?? '' }),
  };
  const fill = (text: string) =>
    text.replace(/\{\{([a-z_]+)\}\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
    );
  return {
    settings: template.settings.map(({ name, value }) => ({ name, value: fill(value) })),
    files: template.files.map((file) => ({ ...file, text: fill(file.text) })),
    roles: template.roles === null ? null : fill(template.roles),
    failures: template.failures.map(({ symptom, cause }) => ({ symptom: fill(symptom), cause: fill(cause) })),
  };
}

/** Finds the URL of the application: what its redirect URI has in the place of `{{url}}`. */
export function urlOf(
  { clientSettings }: Pick<TemplateFragment, 'clientSettings'>,
  { redirectUris }: FilledClient,
): string | undefined {
  const patterns = clientSettings.find(({ name }) => name === 'redirectUris')?.value.split(' ') ?? [];
  for (const pattern of patterns) {
    const path = pattern.startsWith('{{url}}') ? pattern.slice('{{url}}'.length) : undefined;
    if (path === undefined || path.includes('{{')) continue;
    const uri = redirectUris.find((one) => one.endsWith(path) && webAddress(one) !== undefined);
    if (uri !== undefined) return uri.slice(0, uri.length - path.length);
  }
  return undefined;
}

function hostOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
