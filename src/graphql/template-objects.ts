import { Field, ID, ObjectType } from 'type-graphql';
import {
  type ApplicationTemplate,
  TEMPLATE_CATEGORY,
  TEMPLATE_SUPPORT,
  type TemplateCategory,
  type TemplateFailure,
  type TemplateField,
  type TemplateFile,
  type TemplateSetting,
  type TemplateSource,
  type TemplateSupport,
} from '../admin/catalogue/application-template.js';
import type { ClientFromTemplate } from '../admin/catalogue/client-from-template.js';
import { ClientObject, clientObject } from './client-object.js';
import { enumOf } from './enum-define.js';
import { Permission } from './permission-guard.js';

const CategoryEnum = enumOf(TEMPLATE_CATEGORY);
const SupportEnum = enumOf(TEMPLATE_SUPPORT);

@Permission('clients:read')
@ObjectType('TemplateField', {
  description: 'A value that differs between installations of an application, such as its URL.',
})
class TemplateFieldObject implements TemplateField {
  @Field(() => String, { description: 'The name of the field, for `values` of `createClientFromTemplate`.' })
  name!: string;

  @Field(() => String, { description: 'What the field is, for a form.' })
  label!: string;

  @Field(() => String, { description: 'An example of a value.' })
  example!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The value that is used if you give none. Null if you must give a value.',
  })
  default!: string | null;
}

@Permission('clients:read')
@ObjectType('TemplateSetting', { description: 'A setting of an application, and the value to enter there.' })
class TemplateSettingObject implements TemplateSetting {
  @Field(() => String, { description: 'The name of the setting in the application.' })
  name!: string;

  @Field(() => String, {
    description:
      'The value to enter. In a template, `{{name}}` stands for a field of the template, or for `issuer`, `client_id`, `client_secret` and parts of URLs.',
  })
  value!: string;
}

@Permission('clients:read')
@ObjectType('TemplateFile', {
  description: 'The part of a configuration file of an application that concerns sign-in.',
})
class TemplateFileObject implements TemplateFile {
  @Field(() => String, { description: 'The name of the file.' })
  name!: string;

  @Field(() => String, { description: 'The format of the file, such as `ini`.' })
  format!: string;

  @Field(() => String, { description: 'The text to add to the file, with placeholders like those of settings.' })
  text!: string;
}

@Permission('clients:read')
@ObjectType('TemplateFailure', { description: 'How a mistake in the setup of an application shows, and its cause.' })
class TemplateFailureObject implements TemplateFailure {
  @Field(() => String, { description: 'What you see.' })
  symptom!: string;

  @Field(() => String, { description: 'Why it happens, and what to do.' })
  cause!: string;
}

@Permission('clients:read')
@ObjectType('TemplateSource', { description: 'Where values of a template were read.' })
class TemplateSourceObject implements TemplateSource {
  @Field(() => String, { description: 'The URL of the page or of the file.' })
  url!: string;

  @Field(() => String, { description: 'The day on which it was read, as YYYY-MM-DD.' })
  readOn!: string;

  @Field(() => [String], { description: 'The names of the values that were read there.' })
  values!: readonly string[];
}

@Permission('clients:read')
@ObjectType('ApplicationTemplate', {
  description:
    'What an application needs to sign users in at this server, and what an administrator enters in the application. `createClientFromTemplate` registers the application.',
})
export class ApplicationTemplateObject implements Omit<ApplicationTemplate, 'client'> {
  @Field(() => ID, { description: 'The id of the template.' })
  id!: string;

  @Field(() => String, { description: 'The name of the application.' })
  name!: string;

  @Field(() => CategoryEnum, { description: 'What the application is for.' })
  category!: TemplateCategory;

  @Field(() => String, { description: 'One sentence about the application.' })
  description!: string;

  @Field(() => String, { description: 'The website of the application.' })
  website!: string;

  @Field(() => SupportEnum, { description: 'How the application supports OpenID Connect.' })
  support!: TemplateSupport;

  @Field(() => [TemplateFieldObject], { description: 'The values that `createClientFromTemplate` needs.' })
  fields!: readonly TemplateField[];

  @Field(() => [TemplateSettingObject], {
    description: 'The settings that the client gets, with the names of `CreateClientInput`. All others have defaults.',
  })
  clientSettings!: readonly TemplateSetting[];

  @Field(() => [TemplateSettingObject], { description: 'The settings to enter in the application.' })
  settings!: readonly TemplateSetting[];

  @Field(() => [TemplateFileObject], { description: 'The same settings as configuration files of the application.' })
  files!: readonly TemplateFile[];

  @Field(() => String, {
    nullable: true,
    description:
      'How to give roles in the application to members of a group. Null if the application takes no roles from this server.',
  })
  roles!: string | null;

  @Field(() => [TemplateFailureObject], { description: 'What can go wrong.' })
  failures!: readonly TemplateFailure[];

  @Field(() => [TemplateSourceObject], { description: 'Where the values of the template were read.' })
  sources!: readonly TemplateSource[];

  @Field(() => [String], {
    description: 'The names of the values that were found neither in the documentation nor in the source code.',
  })
  unverified!: readonly string[];
}

export function templateObject({ client, ...template }: ApplicationTemplate): ApplicationTemplateObject {
  const clientSettings = Object.entries(client).map(([name, value]) => ({ name, value: settingText(value) }));
  return { ...template, clientSettings };
}

function settingText(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

@Permission('any caller')
@ObjectType('CreateClientFromTemplatePayload', { description: 'The result of `createClientFromTemplate`.' })
export class CreateClientFromTemplatePayload {
  @Field(() => ClientObject, { description: 'The new client.' })
  client!: ClientObject;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret of the new client. Store it now: the server never shows it again. Null if the client needs no secret.',
  })
  clientSecret!: string | null;

  @Field(() => [TemplateSettingObject], {
    description: 'The settings to enter in the application. They may contain the secret of the client.',
  })
  settings!: readonly TemplateSetting[];

  @Field(() => [TemplateFileObject], {
    description: 'The same settings as configuration files of the application. They may contain the secret.',
  })
  files!: readonly TemplateFile[];

  @Field(() => String, {
    nullable: true,
    description: 'How to give roles in the application to members of a group.',
  })
  roles!: string | null;

  @Field(() => [TemplateFailureObject], { description: 'What can go wrong.' })
  failures!: readonly TemplateFailure[];
}

export function createdFromTemplate({
  client,
  clientSecret,
  filled,
}: ClientFromTemplate): CreateClientFromTemplatePayload {
  const { settings, files, roles, failures } = filled;
  return { client: clientObject(client), clientSecret: clientSecret ?? null, settings, files, roles, failures };
}
