import { z } from 'zod';
import { SERVER_SETTINGS, type SettingKind } from '../../model/server/server-setting-table.js';
import type { ServerSettingName } from '../../model/server/server-settings.js';
import {
  checkedTextType,
  choiceType,
  flagType,
  lineType,
  listType,
  numberType,
  type ValueType,
} from '../value-type.js';

const types = new Map<ServerSettingName, ValueType>();

/** Returns the type of a server setting, from which the GraphQL fields and the check of the input are derived. */
export function settingType(name: ServerSettingName): ValueType {
  const known = types.get(name) ?? typeOf(SERVER_SETTINGS[name].kind);
  types.set(name, known);
  return known;
}

function typeOf(kind: SettingKind): ValueType {
  switch (kind.type) {
    case 'flag':
      return flagType;
    case 'choice':
      return choiceType(kind.choices);
    case 'number':
      return numberType(numberSchema(kind));
    case 'line':
      return lineType(kind.maxLength);
    case 'text':
      return checkedTextType(kind.problemOf);
    case 'texts':
      return listOfTexts(kind);
  }
}

function listOfTexts({ problemOf, inOrder }: SettingKind & { readonly type: 'texts' }): ValueType {
  const type = listType(checkedTextType(problemOf));
  return { ...type, schema: type.schema.transform(inOrder) as unknown as ValueType['schema'] };
}

function numberSchema({ least, most, among }: SettingKind & { readonly type: 'number' }): z.ZodType<number, number> {
  const number = z.int().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`);
  if (among === undefined) return number;
  return number.refine((value) => among.includes(value), `must be ${among.join(' or ')}`);
}
