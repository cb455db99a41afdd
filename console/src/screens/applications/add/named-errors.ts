import type { AdminRequestError } from '../../../../../packages/admin/src/client/admin-request-error.js';
import type { TemplateFragment } from '../../../generated/applications.js';
import { fieldError } from '../../../parts/form/field-error.js';

/** The API names a value of a template by its position. The form names it by its name. */
export function namedErrors(
  error: AdminRequestError | undefined,
  { fields }: Pick<TemplateFragment, 'fields'>,
): AdminRequestError | undefined {
  const [, at, rest] = /^(?:input\.)?values\.(\d+)\.(value)$/.exec(error?.field ?? '') ?? [];
  if (error === undefined || rest === undefined) return error;
  const name = fields[Number(at)]?.name ?? '';
  const message = error.message.replace(/^values\.\d+\.value is not right for \w+: (it )?/, '');
  return fieldError(`value.${name}`, `${message.charAt(0).toUpperCase()}${message.slice(1)}`);
}
