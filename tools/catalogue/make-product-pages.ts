import {
  type ApplicationTemplate,
  TEMPLATE_CATEGORY,
  TEMPLATE_SUPPORT,
  type TemplateFailure,
  type TemplateField,
} from '../../src/admin/catalogue/application-template.js';
import { fill } from '../../src/admin/catalogue/fill-template.js';
import { readCatalogue } from './compile-catalogue.js';

const ISSUER = 'https://login.example.com';
const FORWARD_AUTH_NOTE =
  'The application has no sign-in of its own. A proxy in front of it asks Passgraph: [An application without a sign-in](../connect/forward-auth.md) explains how to set the proxy up.';
const FILES_NOTE = 'These lines come on top of an installation that works.';
const VARIABLES = `export PASSGRAPH_API_KEY=$KEY                    # the key from "Getting started", step 6
export PASSGRAPH_URL=https://login.example.com   # if the server is not http://localhost:3000`;
const NOTE = '<!-- `npm run schema` makes this page from the files in `catalogue`. -->';

/** Returns the pages of `docs/products`, by their paths. */
export async function makeProductPages(): Promise<Record<string, string>> {
  const templates = await readCatalogue();
  const pages = templates.map((template) => [`docs/products/${template.id}.md`, pageOf(template)] as const);
  return { 'docs/products/README.md': indexPage(templates), ...Object.fromEntries(pages) };
}

function indexPage(templates: readonly ApplicationTemplate[]): string {
  const sections = Object.entries(TEMPLATE_CATEGORY.values).flatMap(([category, [, text]]) => {
    const rows = templates.filter((template) => template.category === category).map(rowOf);
    return rows.length === 0 ? [] : [`## ${text.replace(/\.$/, '')}`, list(rows)];
  });
  return page([
    NOTE,
    '# Applications of the catalogue',
    `Passgraph knows what these ${templates.length} applications need, and what you have to enter in each of them.`,
    '## In the console',
    'In [the console](../console.md#connect-an-application), choose **Add application** and the application. Enter its URL and who may use it. The console then shows the secret and the values to paste, and tests the sign-in.',
    '![The form that adds Grafana in the console, with its URL and the question who may use it](../screenshots/console-add-light.webp)',
    '## The key and the server',
    'One command does the same. It needs a key from [Getting started](../getting-started.md#6-do-the-same-from-a-script). Set these variables in a terminal, in the folder of Passgraph:',
    code('bash', VARIABLES),
    '## With a command',
    code('bash', 'npm run add -- grafana --url https://grafana.example.com --allow everyone'),
    '`--allow` says who may sign in: `everyone`, `user:NAME`, `group:ID`, or `me` with a key made at `/account`. `--name` is the name that users see, `--id` the client ID, if it is not the one of the template, and `--issuer` the id of another issuer of the server. `npm run add -- --help` lists all options. In the API, the query `applicationTemplates` lists the catalogue, and the mutation `createClientFromTemplate` does what the command does. Your application is not in the list? [Server-side application](../connect/server-side.md) describes the settings that most software needs.',
    'Every value comes from the documentation or the source code of the application, and each page says from where. [Tested with](../connect/tested-with.md) lists the applications that sign users in with exactly these values in a test of this project.',
    ...sections,
  ]);
}

function rowOf({ id, name, description, support }: ApplicationTemplate): string {
  const note = { BUILT_IN: '', PLUGIN: ' Needs a plugin.', PAID: ' Paid plans only.' }[support];
  return `- [${name}](${id}.md): ${description}${note}`;
}

function pageOf(template: ApplicationTemplate): string {
  const { id, name, description, website, fields, support } = template;
  const values = Object.fromEntries(fields.map((field) => [field.name, field.default ?? field.example]));
  const { url } = values;
  const host = url === undefined ? {} : { host: new URL(url).host, hostname: new URL(url).hostname };
  const known = { issuer: ISSUER, issuer_host: new URL(ISSUER).host, client_id: id, client_secret: 'CLIENT_SECRET' };
  const filled = fill(template, { ...values, ...host, ...known });
  const [, supportText] = TEMPLATE_SUPPORT.values[support];
  return page([
    NOTE,
    `# ${name}`,
    `${description} [Website of ${name}](${website}). ${supportText}`,
    `Here, the server is at \`${ISSUER}\`${url === undefined ? '' : ` and ${name} at \`${url}\``}.`,
    '## Register it',
    `In [the console](../console.md#connect-an-application), choose **Add application** and **${name}**. Or set [the variables with the key and the server](README.md#the-key-and-the-server), and run:`,
    code('bash', addCommand(template, url)),
    'Both show the values below with your URLs, the client ID and the secret. The client gets these settings; all others have their defaults:',
    table(
      ['Setting of the client', 'Value'],
      Object.entries(filled.client).map(([key, value]) => [key, shown(value)]),
    ),
    ...(fields.length > (url === undefined ? 0 : 1) ? [fieldsTable(template)] : []),
    `## Configure ${name}`,
    ...(isForwardAuth(template) ? [FORWARD_AUTH_NOTE] : []),
    ...(filled.settings.length > 0
      ? [
          table(
            ['Setting', 'Value'],
            filled.settings.map(({ name, value }) => [name, `\`${value}\``]),
          ),
        ]
      : []),
    ...(filled.files.length > 0 && !isForwardAuth(template) ? [FILES_NOTE] : []),
    ...filled.files.flatMap((file) => [placeOf(file.name), code(file.format, file.text)]),
    ...(isForwardAuth(template) || 'backchannelLogoutUri' in template.client ? [] : [sessionNote(template)]),
    ...rolesOf(template, filled),
    '## When it does not work',
    table(
      ['What you see', 'Why'],
      [...filled.failures, ...groupFailures(template)].map(({ symptom, cause }) => [symptom, cause]),
    ),
    '## Sources',
    list(filled.sources.map(({ url, readOn, values }) => `<${url}>, read on ${readOn}: ${values.join(', ')}`)),
    ...(template.unverified.length > 0 ? [`Not verified: ${template.unverified.join(', ')}.`] : []),
  ]);
}

function sessionNote({ name }: ApplicationTemplate): string {
  return `Passgraph does not notify ${name} when users sign out at Passgraph: their sessions in ${name} stay until they end there.`;
}

function isForwardAuth({ client }: ApplicationTemplate): boolean {
  return Array.isArray(client.integrations) && client.integrations.includes('FORWARD_AUTH');
}

/** A file has a name, such as `grafana.ini`. Other places are described, such as "The command line of the server". */
function placeOf(name: string): string {
  const [path = '', ...rest] = name.split(', ');
  return path.startsWith('The ') ? `${name}:` : `In ${[`\`${path}\``, ...rest].join(', ')}:`;
}

function addCommand({ id }: ApplicationTemplate, url: string | undefined): string {
  return `npm run add -- ${id}${url === undefined ? '' : ` --url ${url}`} --allow everyone`;
}

function fieldsTable({ fields }: ApplicationTemplate): string {
  const others = fields.filter(({ name }) => name !== 'url');
  const rows = others.map((field) => [`\`--set ${field.name}=${field.default ?? field.example}\``, field.label]);
  return table(['Option', 'What it is'], rows);
}

function rolesOf(template: ApplicationTemplate, { roles, client }: ApplicationTemplate): string[] {
  if (roles === null) return [];
  const groups = roleGroups(template);
  const usesGroups = Array.isArray(client.scopes) && client.scopes.includes('groups');
  return [
    '## Roles',
    roles,
    ...(groups.length > 0 ? [GROUP_NOTE, ...groups.map((group) => code('graphql', createGroup(group)))] : []),
    ...(usesGroups && groups.length === 0 ? [`${PERMITTED_GROUPS}.`] : []),
  ];
}

const GROUP_NOTE =
  'If the group does not exist yet, create it. [Groups](../administration.md#groups) shows how to send this and how to add members:';
const PERMITTED_GROUPS =
  'A client that only permitted users may use (`--allow me`, `--allow user:NAME`, `--allow group:ID`) receives only the groups that have a permission for it';

/** The fields that name a group whose members get a role. */
function roleGroups({ fields }: ApplicationTemplate): TemplateField[] {
  return fields.filter(({ name }) => name.endsWith('_group'));
}

function createGroup(field: TemplateField): string {
  const id = nameOf(field);
  return `mutation {\n  createGroup(input: { id: "${id}", name: "${id}" }) { group { id } }\n}`;
}

function nameOf(group: TemplateField): string {
  return group.default ?? group.example;
}

/** Claim rules see every group that they name, with or without a permission. */
function groupFailures(template: ApplicationTemplate): TemplateFailure[] {
  const rules = JSON.stringify(template.client.claimRules ?? []);
  const group = roleGroups(template).find(({ name }) => !rules.includes(`{{${name}}}`));
  if (group === undefined) return [];
  return [
    {
      symptom: `With \`--allow\` for some users, ${template.name} does not know the members of ${nameOf(group)}.`,
      cause: `${PERMITTED_GROUPS}. Grant ${nameOf(group)} one with \`grantPermission\`, or set \`groupsClaimFilter: ALL\`.`,
    },
  ];
}

function shown(value: unknown): string {
  const one = (entry: unknown) => `\`${typeof entry === 'string' ? entry : JSON.stringify(entry)}\``;
  return Array.isArray(value) ? value.map(one).join('<br>') : one(value);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function list(entries: readonly string[]): string {
  return entries.map((entry) => (entry.startsWith('- ') ? entry : `- ${entry}`)).join('\n');
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
