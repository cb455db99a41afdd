import { Arg, Args, ArgsType, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import { CLAIM_SETTINGS } from '../admin/clients/settings/claim-settings.js';
import { explainAccess } from '../admin/explain/access-explain.js';
import { explainAuthorizationRequest } from '../admin/explain/authorization-request-explain.js';
import { previewClaimRules } from '../admin/explain/claim-rules-preview.js';
import type { ClaimRule } from '../model/clients/claim-rule.js';
import { ClaimRulesPreviewObject, claimRulesPreviewObject } from './claim-rules-preview-objects.js';
import { AccessExplanationObject, accessExplanationObject } from './explanation-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import { AuthorizationRequestExplanationObject, requestExplanationObject } from './request-explanation-objects.js';
import { entryType } from './value-fields.js';

const ClaimRuleInput = entryType(CLAIM_SETTINGS.claimRules.type, 'input');

@ArgsType()
class VisitArgs {
  @Field(() => ID, { description: 'The `client_id` of the client.' })
  clientId!: string;

  @Field(() => ID, { description: 'The id of the user.' })
  userId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The scopes that the client requests, separated by spaces. Default: all scopes of the client.',
  })
  scope?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The resources (APIs) that the client requests. Default: the resource of the scopes.',
  })
  resource?: string[] | null;
}

@Resolver()
export class ExplanationResolver {
  @Permission('users:read', 'groups:read', 'permissions:read', 'clients:read')
  @Query(() => AccessExplanationObject, {
    description:
      'Explains what would happen if a user signed in to a client now: which rule lets the user in or not, which scopes fall away and why, and which claims each token would contain. Nothing is changed, and no token is made.',
  })
  async explainAccess(
    @Args(() => VisitArgs) visit: VisitArgs,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<AccessExplanationObject> {
    return accessExplanationObject(await explainAccess(deps, caller, visit));
  }

  @Permission('users:read', 'groups:read', 'permissions:read', 'clients:read')
  @Query(() => ClaimRulesPreviewObject, {
    description:
      'Evaluates claim rules that are not saved yet, for a client and a user: the mistakes with their positions, the claims that the rules compute, and each token that would contain them. Nothing is changed, and no token is made.',
  })
  async previewClaimRules(
    @Args(() => VisitArgs) visit: VisitArgs,
    @Arg('claimRules', () => [ClaimRuleInput], { description: 'The rules that take the place of those of the client.' })
    claimRules: ClaimRule[],
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ClaimRulesPreviewObject> {
    return claimRulesPreviewObject(await previewClaimRules(deps, caller, { ...visit, claimRules }));
  }

  @Permission('clients:read', 'users:read', 'groups:read', 'permissions:read')
  @Query(() => AuthorizationRequestExplanationObject, {
    description:
      'Explains what the authorization endpoint would do with a URL to which an application sends its users: which parameter is wrong and how to mend it. Nothing is changed: a pushed request is not used up, and no keys are fetched.',
  })
  async explainAuthorizationRequest(
    @Arg('url', () => String, {
      description: 'The URL of the authorization request, with its query: at most 32768 characters.',
    })
    url: string,
    @Arg('userId', () => ID, {
      nullable: true,
      description: 'The id of a user, to explain also what would happen after this user signed in.',
    })
    userId: string | null,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<AuthorizationRequestExplanationObject> {
    return requestExplanationObject(await explainAuthorizationRequest(deps, caller, { url, userId }));
  }
}
