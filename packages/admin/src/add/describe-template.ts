import type {
  ApplicationTemplateQuery,
  ApplicationTemplatesQuery,
  CreateClientFromTemplateMutation,
} from '../generated/operations.js';

export type Template = NonNullable<ApplicationTemplateQuery['applicationTemplate']>;
type Created = CreateClientFromTemplateMutation['createClientFromTemplate'];

/** The catalogue, one line for each application. */
export function describeTemplates(templates: ApplicationTemplatesQuery['applicationTemplates']): string[] {
  const width = Math.max(...templates.map(({ id }) => id.length));
  return templates.map(({ id, name, description }) => `${id.padEnd(width)}  ${name}: ${description}`);
}

/** What to enter in the application, and what can go wrong. `notes` are about the groups that have roles. */
export function describeCreated({ name, unverified }: Template, created: Created, notes: readonly string[]): string[] {
  const { client, clientSecret, settings, files, roles, failures } = created;
  return [
    `${client.name} is registered as the client ${client.id}.`,
    ...(clientSecret === null ? [] : [`Its secret, which is shown only now: ${clientSecret}`]),
    ...(settings.length === 0
      ? []
      : ['', `Enter in ${name}:`, ...settings.map((one) => `  ${one.name}: ${one.value}`)]),
    ...files.flatMap((file) => [
      '',
      `${placeOf(file.name, settings.length > 0)}:`,
      '',
      ...file.text.trimEnd().split('\n'),
    ]),
    ...(roles === null ? [] : ['', `Roles: ${roles}`]),
    ...notes.map((note) => `  ${note}`),
    ...(failures.length === 0 ? [] : ['', 'If it does not work:']),
    ...failures.map(({ symptom, cause }) => `  ${symptom} ${cause}`),
    ...(unverified.length === 0 ? [] : ['', `Not verified yet: ${unverified.join(', ')}.`]),
  ];
}

/** A file has a name, such as `grafana.ini`. Other places are described, such as "The command line of the server". */
function placeOf(name: string, isAlternative: boolean): string {
  if (name.startsWith('The ')) return name;
  return `${isAlternative ? 'Or add' : 'Add'} to ${name}`;
}
