import type { AccessPolicy, Client, RedirectUriPolicy } from '../../model/clients/client.js';
import { DEFAULT_ISSUER_ID, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { createClient } from '../clients/client-create.js';
import type { CreateClientInput } from '../clients/client-input.js';
import { SETTING_ENTRIES } from '../clients/client-settings.js';
import { backchannelUriProblem } from '../clients/client-uris.js';
import { invalid, notFound } from '../input-parser.js';
import type { ApplicationTemplate } from './application-template.js';
import { findTemplate } from './application-templates.js';
import { fill, parseFieldValues, type TemplateValues } from './fill-template.js';
import { toStoredValue } from './stored-value.js';

export interface CreateClientFromTemplateInput {
  readonly templateId: string;
  readonly values?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly issuerId?: string | null | undefined;
  readonly accessPolicy?: AccessPolicy | null | undefined;
  readonly redirectUriPolicy?: RedirectUriPolicy | null | undefined;
}

/** A new client, and its template with the values to enter in the application. */
export interface ClientFromTemplate {
  readonly client: Client;
  readonly clientSecret: string | undefined;
  readonly filled: ApplicationTemplate;
}

/**
 * Registers an application of the catalogue as a client. It makes the input of `createClient` and calls it, so that the
 * same rules apply and the same event is logged.
 */
export async function createClientFromTemplate(
  deps: Deps,
  caller: AdminCaller,
  input: CreateClientFromTemplateInput,
): Promise<ClientFromTemplate> {
  checkPermission(caller, 'clients:write');
  const template = findTemplate(input.templateId);
  if (template === undefined) throw notFound('template', 'templateId');
  checkPolicy(template, input);
  const values = parseFieldValues(template, input.values ?? []);
  const issuer = await deps.store.issuers.find(input.issuerId ?? DEFAULT_ISSUER_ID);
  if (issuer === undefined) throw notFound('issuer', 'issuerId');
  const { client, clientSecret } = await createClient(deps, caller, {
    ...withoutUnreachable(deps, clientInput(template, values)),
    templateId: template.id,
    id: input.id ?? template.id,
    name: input.name ?? template.name,
    issuerId: issuer.id,
    accessPolicy: input.accessPolicy,
    redirectUriPolicy: input.redirectUriPolicy,
  });
  const url = issuerUrl(deps.config.issuer, issuer);
  const filled = fill(template, {
    ...values,
    issuer: url,
    issuer_host: new URL(url).host,
    client_id: client.id,
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
  });
  return { client, clientSecret, filled };
}

/** PKCE protects codes that travel over http, so an application has to send it to have the policy RELAXED. */
function checkPolicy(
  { name, client }: ApplicationTemplate,
  { redirectUriPolicy }: CreateClientFromTemplateInput,
): void {
  if (redirectUriPolicy !== 'RELAXED' || client.requirePkce === true) return;
  if (client.redirectUris === undefined)
    throw invalid('redirectUriPolicy', `must be STRICT, because ${name} has no redirect URIs`);
  throw invalid(
    'redirectUriPolicy',
    `must be STRICT, because RELAXED needs PKCE, and the catalogue does not say that ${name} sends it. Serve ${name} over https`,
  );
}

/** The settings of a template as the input of `createClient`, which has the stored values of enums. */
function clientInput({ client }: ApplicationTemplate, values: TemplateValues): Omit<CreateClientInput, 'name'> {
  const settings = SETTING_ENTRIES.flatMap(([name, { type }]) =>
    Object.hasOwn(client, name) ? [[name, toStoredValue(type, fill(client[name], values))] as const] : [],
  );
  return Object.fromEntries(settings);
}

/**
 * The server sends logout tokens over http only to the hosts in ALLOWED_PRIVATE_HOSTS. An application over http works
 * without them, so its back-channel logout URI is left out.
 */
function withoutUnreachable(
  { config }: Pick<Deps, 'config'>,
  { backchannelLogoutUri, ...input }: Omit<CreateClientInput, 'name'>,
): Omit<CreateClientInput, 'name'> {
  const isHttp = backchannelLogoutUri?.startsWith('http:') === true;
  const isUnreachable = isHttp && backchannelUriProblem(backchannelLogoutUri, config.allowedPrivateHosts) !== undefined;
  return isUnreachable || backchannelLogoutUri == null ? input : { ...input, backchannelLogoutUri };
}
