import type { Handler } from '../route.js';
import { redirect } from '../send.js';

export const home: Handler = (_edge, _request, response) => redirect(response, '/account');
