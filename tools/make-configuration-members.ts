import { isClearable } from '../src/admin/clients/client-defaults.js';
import { SETTING_ENTRIES } from '../src/admin/clients/client-settings.js';
import { DESCRIBED_ENTRIES, isOptionalField } from '../src/admin/users/profile-fields.js';
import type { ValueType } from '../src/admin/value-type.js';
import { PROFILE_ENTRIES } from '../src/model/people/user.js';

interface Member {
  readonly name: string;
  readonly type: ValueType;
  readonly presence: '' | '.optional()' | '.nullish()';
}

/**
 * The text of `packages/admin/src/generated/configuration-members.ts`: what the entries of a configuration file consist
 * of. The package cannot import the descriptors of the server, so it gets their contents.
 */
export function makeConfigurationMembers(): string {
  const clients = SETTING_ENTRIES.map(([name, setting]): Member => {
    const presence = isClearable(setting) && !setting.type.isList ? '.nullish()' : '.optional()';
    return { name, type: setting.type, presence: setting.isRequired === true ? '' : presence };
  });
  const users = DESCRIBED_ENTRIES.map(([name, { type }]): Member => {
    const presence = isOptionalField(name) ? '.nullish()' : '.optional()';
    return { name, type, presence: name === 'username' ? '' : presence };
  });
  const confirmed = PROFILE_ENTRIES.flatMap(([name, { confirms }]) =>
    confirms === undefined ? [] : [`  { flag: '${name}', value: '${confirms}' },`],
  );
  return [
    "// Generated from the server's settings and profile fields by `npm run schema`. Changes are made there.",
    "import * as z from 'zod';",
    `import { ${[...enumsOf([...clients, ...users]), 'type UpdateClientInput', 'type UpdateUserInput'].join(', ')} } from './operations.js';`,
    '',
    ...table('clientMembers', clients, 'UpdateClientInput'),
    '',
    ...table('userMembers', users, 'UpdateUserInput'),
    '',
    '/** The flags of a user that can be true only if the user has the value. */',
    'export const CONFIRMED_MEMBERS = [',
    ...confirmed,
    '] as const;',
    '',
  ].join('\n');
}

function enumsOf(members: readonly Member[]): string[] {
  const names = members.flatMap(({ type: { kind } }) => (typeof kind === 'object' ? [kind.name] : []));
  return [...new Set(names)].toSorted();
}

function table(constant: string, members: readonly Member[], input: string): string[] {
  return [
    `export const ${constant} = {`,
    ...members.map(({ name, type, presence }) => `  ${name}: ${schemaOf(type, presence)},`),
    `} satisfies Record<Exclude<keyof ${input}, 'id'>, z.ZodType>;`,
  ];
}

/** The server checks the values themselves; the file is only checked for their kinds. */
function schemaOf({ kind, isList }: ValueType, presence: Member['presence']): string {
  const entry = typeof kind === 'object' ? `z.enum(${kind.name})` : SCHEMAS[kind];
  if (isList) return `z.array(${entry})${presence}`;
  const mustBeThere = presence === '' && kind === 'text' ? '.min(1)' : '';
  return `${entry}${mustBeThere}${presence}`;
}

const SCHEMAS = {
  line: 'z.string().trim().min(1)',
  text: 'z.string()',
  flag: 'z.boolean()',
  number: 'z.int()',
  json: 'z.record(z.string(), z.unknown())',
} as const;
