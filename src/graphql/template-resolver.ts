import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { findTemplate, listTemplates } from '../admin/catalogue/application-templates.js';
import { createClientFromTemplate } from '../admin/catalogue/client-from-template.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import { CreateClientFromTemplateInputObject, TemplateArgs } from './template-inputs.js';
import {
  ApplicationTemplateObject,
  CreateClientFromTemplatePayload,
  createdFromTemplate,
  templateObject,
} from './template-objects.js';

@Resolver()
export class TemplateResolver {
  @Permission('clients:read')
  @Query(() => ApplicationTemplateObject, {
    nullable: true,
    description: 'Returns the template with this id, or null if there is none.',
  })
  applicationTemplate(
    @Arg('id', () => ID, { description: 'The id of the template.' }) id: string,
  ): ApplicationTemplateObject | null {
    const template = findTemplate(id);
    return template === undefined ? null : templateObject(template);
  }

  @Permission('clients:read')
  @Query(() => [ApplicationTemplateObject], {
    description: 'Lists the applications of the catalogue that comes with the server, sorted by name.',
  })
  applicationTemplates(@Args(() => TemplateArgs) filter: TemplateArgs): ApplicationTemplateObject[] {
    return listTemplates(filter).map(templateObject);
  }

  @Permission('clients:write')
  @FreshSignIn()
  @Mutation(() => CreateClientFromTemplatePayload, {
    description:
      'Registers an application of the catalogue, and returns what to enter in the application. The rules of `createClient` apply. An application over http gets no `backchannelLogoutUri`, unless its host is listed in ALLOWED_PRIVATE_HOSTS.',
  })
  async createClientFromTemplate(
    @Arg('input', () => CreateClientFromTemplateInputObject, {
      description: 'The template, and the values that differ between installations.',
    })
    input: CreateClientFromTemplateInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateClientFromTemplatePayload> {
    return createdFromTemplate(await createClientFromTemplate(deps, caller, input));
  }
}
