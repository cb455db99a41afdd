import { ArgsType, Field, ID, InputType } from 'type-graphql';
import {
  TEMPLATE_CATEGORY,
  TEMPLATE_SUPPORT,
  type TemplateCategory,
  type TemplateSupport,
} from '../admin/catalogue/application-template.js';
import type { TemplateFilter } from '../admin/catalogue/application-templates.js';
import type { CreateClientFromTemplateInput } from '../admin/catalogue/client-from-template.js';
import { ACCESS_POLICY, REDIRECT_URI_POLICY } from '../admin/clients/settings/client-choices.js';
import type { AccessPolicy, RedirectUriPolicy } from '../model/clients/client.js';
import { enumOf } from './enum-define.js';

const CategoryEnum = enumOf(TEMPLATE_CATEGORY);
const SupportEnum = enumOf(TEMPLATE_SUPPORT);
const AccessPolicyEnum = enumOf(ACCESS_POLICY);
const RedirectUriPolicyEnum = enumOf(REDIRECT_URI_POLICY);

@ArgsType()
export class TemplateArgs implements TemplateFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Lists only templates with this text at the beginning of their id or of a word of their name.',
  })
  search?: string | null;

  @Field(() => CategoryEnum, { nullable: true, description: 'Lists only templates of this category.' })
  category?: TemplateCategory | null;

  @Field(() => SupportEnum, {
    nullable: true,
    description: 'Lists only applications that support OpenID Connect in this way.',
  })
  support?: TemplateSupport | null;
}

@InputType('TemplateValueInput', { description: 'The value of one field of a template.' })
class TemplateValueInputObject {
  @Field(() => String, { description: 'The name of the field.' })
  name!: string;

  @Field(() => String, { description: 'The value of the field.' })
  value!: string;
}

@InputType('CreateClientFromTemplateInput', {
  description: 'The template of the application, and the values that differ between installations.',
})
export class CreateClientFromTemplateInputObject implements CreateClientFromTemplateInput {
  @Field(() => ID, { description: 'The id of the template.' })
  templateId!: string;

  @Field(() => [TemplateValueInputObject], {
    nullable: true,
    description: 'Values for the fields of the template. Fields with a default can be omitted.',
  })
  values?: TemplateValueInputObject[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The `client_id` of the new client. Default: the id of the template.',
  })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name that users see when they sign in. Default: the name of the application.',
  })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the issuer of the client. Default: "default".' })
  issuerId?: string | null;

  @Field(() => AccessPolicyEnum, {
    nullable: true,
    description: 'Which users may sign in to the application. Default: PERMITTED_USERS.',
  })
  accessPolicy?: AccessPolicy | null;

  @Field(() => RedirectUriPolicyEnum, {
    nullable: true,
    description:
      'Which redirect URIs are allowed. RELAXED allows http in a private network. The server rejects it for an application that does not send PKCE. Default: STRICT.',
  })
  redirectUriPolicy?: RedirectUriPolicy | null;
}
