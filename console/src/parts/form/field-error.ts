import { AdminRequestError } from '../../../../packages/admin/src/client/admin-request-error.js';

/** An error beside a field of a form, as if the API had refused its value. */
export function fieldError(field: string, message: string): AdminRequestError {
  return new AdminRequestError([{ message, extensions: { code: 'INVALID_INPUT', field } }]);
}
