import { z } from 'zod';
import { TEMPLATE_CATEGORY, TEMPLATE_SUPPORT } from '../../src/admin/catalogue/application-template.js';
import { CLIENT_SETTINGS } from '../../src/admin/clients/client-settings.js';

/** The source of a value that could not be read anywhere. */
export const UNVERIFIED = 'unverified';

const SETTING_NAMES = new Set(Object.keys(CLIENT_SETTINGS));

const text = z.string().trim().min(1);
const source = z.string().regex(/^[a-z][a-z0-9-]*$/);
const fieldName = z.string().regex(/^[a-z][a-z_]*$/);
const sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, source });

/** One file of `catalogue/`. `catalogue/README.md` explains it. */
export const catalogueFile = z
  .strictObject({
    name: text,
    category: z.enum(Object.keys(TEMPLATE_CATEGORY.values) as (keyof typeof TEMPLATE_CATEGORY.values)[]),
    description: text.max(200).endsWith('.'),
    website: z.url(),
    support: sourced(z.enum(Object.keys(TEMPLATE_SUPPORT.values) as (keyof typeof TEMPLATE_SUPPORT.values)[])),
    sources: z.record(source, z.strictObject({ at: z.url(), read: z.iso.date() })),
    fields: z.record(fieldName, z.strictObject({ label: text, example: text, default: text.optional() })).default({}),
    client: z.record(
      z.string().refine((name) => SETTING_NAMES.has(name), 'is not a setting of a client'),
      sourced(z.unknown()),
    ),
    settings: z.array(z.strictObject({ name: text, value: text, source })).default([]),
    files: z
      .array(
        z.strictObject({
          name: text,
          format: z.enum([
            'env',
            'ini',
            'yaml',
            'json',
            'toml',
            'python',
            'ruby',
            'php',
            'apache',
            'caddy',
            'bash',
            'js',
            'xml',
          ]),
          /** Without a text, the file has a line for each of the settings. */
          text: text.optional(),
          /** The section of an ini file without a text. */
          section: text.optional(),
          source,
        }),
      )
      .default([]),
    roles: z.strictObject({ text: text.endsWith('.'), source }).optional(),
    failures: z.array(z.strictObject({ symptom: text.endsWith('.'), cause: text.endsWith('.'), source })).min(1),
  })
  .refine(({ settings, files }) => settings.length > 0 || files.length > 0, 'needs settings or files to paste');

export type CatalogueFile = z.output<typeof catalogueFile>;
