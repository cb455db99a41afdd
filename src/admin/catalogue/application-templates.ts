/*
 * This folder owns the catalogue of applications: what each of them needs to sign users in at this server, and what an
 * administrator has to enter there. It must not know how a client is checked or stored: `../clients` does that for every
 * client. The catalogue is made of the files in `catalogue/` by `npm run schema`. To understand this folder, read this
 * file first.
 */

import type { ApplicationTemplate, TemplateCategory, TemplateSupport } from './application-template.js';
import catalogue from './catalogue.json' with { type: 'json' };

/** All templates, sorted by the name of the application. */
export const APPLICATION_TEMPLATES = catalogue as unknown as readonly ApplicationTemplate[];

const byId = new Map(APPLICATION_TEMPLATES.map((template) => [template.id, template]));

export function findTemplate(id: string): ApplicationTemplate | undefined {
  return byId.get(id);
}

export interface TemplateFilter {
  /** The beginning of a word in the name, or of the id. */
  readonly search?: string | null | undefined;
  readonly category?: TemplateCategory | null | undefined;
  readonly support?: TemplateSupport | null | undefined;
}

export function listTemplates({ search, category, support }: TemplateFilter): ApplicationTemplate[] {
  const wanted = search?.trim().toLowerCase() ?? '';
  return APPLICATION_TEMPLATES.filter(
    (template) =>
      (category == null || template.category === category) &&
      (support == null || template.support === support) &&
      (wanted === '' || begins(template, wanted)),
  );
}

function begins({ id, name }: ApplicationTemplate, wanted: string): boolean {
  return id.startsWith(wanted) || ` ${name.toLowerCase()}`.replaceAll('-', ' ').includes(` ${wanted}`);
}
