import type { Choices } from '../value-type.js';

/** How an application supports OpenID Connect. */
export type TemplateSupport = 'BUILT_IN' | 'PLUGIN' | 'PAID';

export type TemplateCategory =
  | 'COMMUNICATION'
  | 'DATA'
  | 'DEVELOPMENT'
  | 'DOCUMENTS'
  | 'HOME'
  | 'INFRASTRUCTURE'
  | 'MEDIA'
  | 'MONITORING'
  | 'PROXY'
  | 'SECURITY';

export const TEMPLATE_SUPPORT: Choices<TemplateSupport> = {
  name: 'TemplateSupport',
  description: 'How an application supports OpenID Connect.',
  values: {
    BUILT_IN: ['BUILT_IN', 'The application supports OpenID Connect itself, free of charge.'],
    PLUGIN: ['PLUGIN', 'The application needs a plugin or an additional program.'],
    PAID: ['PAID', 'The application supports OpenID Connect only with a paid plan or licence.'],
  },
};

export const TEMPLATE_CATEGORY: Choices<TemplateCategory> = {
  name: 'TemplateCategory',
  description: 'What an application is for.',
  values: {
    COMMUNICATION: ['COMMUNICATION', 'Chat, social networks and news.'],
    DATA: ['DATA', 'Databases, notebooks, charts and data pipelines.'],
    DEVELOPMENT: ['DEVELOPMENT', 'Source code, builds and packages.'],
    DOCUMENTS: ['DOCUMENTS', 'Files, wikis and notes.'],
    HOME: ['HOME', 'Households: automation, recipes and budgets.'],
    INFRASTRUCTURE: ['INFRASTRUCTURE', 'Servers, containers, clusters and networks.'],
    MEDIA: ['MEDIA', 'Photos, videos and music.'],
    MONITORING: ['MONITORING', 'Metrics, logs and alerts.'],
    PROXY: ['PROXY', 'Proxies that protect applications without a sign-in of their own.'],
    SECURITY: ['SECURITY', 'Passwords, secrets and certificates.'],
  },
};

/** A value that differs between installations of an application, such as its URL. */
export interface TemplateField {
  readonly name: string;
  readonly label: string;
  readonly example: string;
  readonly default: string | null;
}

/** One setting of the application, as its settings page or configuration names it. */
export interface TemplateSetting {
  readonly name: string;
  readonly value: string;
}

/** A configuration file of the application, or the part of one that concerns the sign-in. */
export interface TemplateFile {
  readonly name: string;
  readonly format: string;
  readonly text: string;
}

export interface TemplateFailure {
  readonly symptom: string;
  readonly cause: string;
}

/** Where values of a template were read. */
export interface TemplateSource {
  readonly url: string;
  readonly readOn: string;
  readonly values: readonly string[];
}

/**
 * What an application needs to sign users in at this server. `{{name}}` in a text stands for a field of the template,
 * or for a value that the server knows: see `fill-template.ts`.
 */
export interface ApplicationTemplate {
  readonly id: string;
  readonly name: string;
  readonly category: TemplateCategory;
  readonly description: string;
  readonly website: string;
  readonly support: TemplateSupport;
  readonly fields: readonly TemplateField[];
  /** Settings for `createClient`, with the names and values of the API. */
  readonly client: Readonly<Record<string, unknown>>;
  readonly settings: readonly TemplateSetting[];
  readonly files: readonly TemplateFile[];
  /** How to give roles in the application. Null if the application has no roles, or takes none from a claim. */
  readonly roles: string | null;
  readonly failures: readonly TemplateFailure[];
  readonly sources: readonly TemplateSource[];
  /** The values that were found neither in the documentation nor in the source code of the application. */
  readonly unverified: readonly string[];
}
