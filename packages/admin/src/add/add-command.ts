/**
 * This folder is the command `add`, which registers an application of the server's catalogue and prints what to enter
 * in the application. It must not know what an application needs: the server does. To understand it, read `addCommand`.
 */

import { type AdminClient, AdminRequestError } from '../client/admin-client.js';
import { type CommandSurroundings, connect, type ExitCode, parseWords, reportingErrors } from '../command.js';
import { type Access, findAccess, grantAccess } from './access.js';
import { describeCreated, describeTemplates, type Template } from './describe-template.js';
import { describeRoleGroups, findRoleGroups, type Value } from './role-groups.js';

export const ADD_USAGE =
  'add TEMPLATE --url URL --allow everyone|me|user:NAME|group:ID [--set NAME=VALUE] [--id ID] [--name NAME] [--issuer ID] [--relaxed] [--server URL]';

/** Registers an application of the catalogue. Without a template, lists the catalogue. */
export function addCommand(words: readonly string[], surroundings: CommandSurroundings): Promise<ExitCode> {
  return reportingErrors(
    surroundings,
    async () => {
      const { values, positionals } = parseWords(words, ADD_USAGE, {
        url: { type: 'string' },
        allow: { type: 'string' },
        set: { type: 'string', multiple: true, default: [] },
        id: { type: 'string' },
        name: { type: 'string' },
        issuer: { type: 'string' },
        relaxed: { type: 'boolean', default: false },
        server: { type: 'string' },
      });
      const [templateId] = positionals;
      if (positionals.length > 1) throw new Error(SEVERAL_WORDS);
      const admin = await connect(surroundings.env, values.server, '--server');
      if (templateId === undefined) {
        for (const line of describeTemplates(await admin.applicationTemplates())) surroundings.print(line);
        return 0;
      }
      const template = await admin.applicationTemplate({ id: templateId });
      if (template === null) throw new Error(await unknownTemplate(admin, templateId));
      const given = [
        ...(values.url === undefined ? [] : [{ name: 'url', value: values.url }]),
        ...values.set.map(toValue),
      ];
      checkNames(template, given);
      checkUrl(template, given);
      if (!values.relaxed) checkEncryption(template, values.url);
      const access = await findAccess(admin, values.allow);
      const groups = await findRoleGroups(admin, template, given);
      const created = await create(admin, {
        templateId,
        values: given,
        accessPolicy: access.kind === 'everyone' ? 'ALL_USERS' : 'PERMITTED_USERS',
        ...(values.id !== undefined && { id: values.id }),
        ...(values.name !== undefined && { name: values.name }),
        ...(values.issuer !== undefined && { issuerId: values.issuer }),
        ...(values.relaxed && { redirectUriPolicy: 'RELAXED' as const }),
      });
      // The secret is printed first: if the permission cannot be granted, it must not be lost.
      const notes = describeRoleGroups(groups, created.client, access);
      for (const line of describeCreated(template, created, notes)) surroundings.print(line);
      await grant(admin, created.client.id, access);
      return 0;
    },
    '--server',
  );
}

/** npm keeps the options of a command for itself if they do not follow `--`, so their values arrive as words. */
const SEVERAL_WORDS = 'The command takes one template. With npm, write -- first: npm run add -- TEMPLATE …';

type Input = Parameters<AdminClient['createClientFromTemplate']>[0];

/** Creates the client. Errors name the options of the command instead of the fields of the API. */
async function create(admin: AdminClient, input: Input) {
  try {
    return await admin.createClientFromTemplate(input);
  } catch (error) {
    if (!(error instanceof AdminRequestError)) throw error;
    throw new Error(toOptions(error), { cause: error });
  }
}

function toOptions({ code, field, message }: AdminRequestError): string {
  if (code === 'ALREADY_EXISTS' && field === 'id') {
    return `${message} Use --id for a second client, or addClientSecret for a new secret.`;
  }
  return message.replace(/^values\.\d+\.value is not right for (\w+): (it )?/, (_all, name: string) =>
    name === 'url' ? '--url ' : `--set ${name} `,
  );
}

async function grant(admin: AdminClient, clientId: string, access: Access): Promise<void> {
  try {
    await grantAccess(admin, clientId, access);
  } catch (error) {
    if (!(error instanceof AdminRequestError)) throw error;
    throw new Error(
      `The client ${clientId} was created, but no user may sign in to it yet: ${error.message} Grant a permission with grantPermission.`,
      { cause: error },
    );
  }
}

async function unknownTemplate(admin: AdminClient, id: string): Promise<string> {
  const similar = await admin.applicationTemplates({ search: id.slice(0, 3) });
  const hint = similar.length === 0 ? '' : ` Did you mean ${similar.map((one) => one.id).join(', ')}?`;
  return `The catalogue has no template ${id}.${hint} Run the command without a template to list the catalogue.`;
}

/** An address of this machine, which no other machine can read along. */
const LOOPBACK = /^http:\/\/(localhost|[^/:]+\.localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i;

function checkEncryption({ name, clientSettings }: Template, url: string | undefined): void {
  if (url === undefined || !/^http:/i.test(url) || LOOPBACK.test(url)) return;
  const usesPkce = clientSettings.some((one) => one.name === 'requirePkce' && one.value === 'true');
  const remedy = usesPkce
    ? 'Serve the application over https, or accept the risk and add --relaxed, which sets redirectUriPolicy to RELAXED.'
    : `Serve the application over https. The catalogue does not say that ${name} sends PKCE, which http would need.`;
  throw new Error(
    `${url} is not encrypted: everyone in this network can read what the application and the browser say to each other, and take over the session of a user. ${remedy}`,
  );
}

function checkNames({ fields, name }: Template, given: readonly Value[]): void {
  const known = fields.map((field) => field.name).filter((field) => field !== 'url');
  const wrong = given.find((value) => value.name !== 'url' && !known.includes(value.name));
  if (wrong === undefined) return;
  throw new Error(
    `--set ${wrong.name}: ${name} has ${known.length === 0 ? 'no options' : `only ${known.join(', ')}`}.`,
  );
}

function checkUrl({ fields, name }: Template, given: readonly Value[]): void {
  const isNeeded = fields.some((field) => field.name === 'url' && field.default === null);
  if (!isNeeded || given.some((value) => value.name === 'url')) return;
  throw new Error(`--url is missing. Enter the URL at which users open ${name}.`);
}

function toValue(text: string): Value {
  const at = text.indexOf('=');
  if (at <= 0) throw new Error(`--set ${text} has no value. Write it as --set NAME=VALUE.`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}
