import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { AccessRule } from '../admin/explain/access-rules.js';
import type { DroppedScopeReason, ScopeDecision } from '../admin/explain/scope-decisions.js';
import type { TokenPreview } from '../admin/explain/token-previews.js';
import type { AccessExplanation, AccessOutcome, AccessProblem } from '../admin/explain/visit-explain.js';
import type { JsonObject } from '../model/json.js';
import { ClientObject, clientObject } from './client-object.js';
import {
  AccessOutcomeEnum,
  AccessProblemCodeEnum,
  AccessRuleKindEnum,
  ClaimPlaceEnum,
  DroppedScopeReasonEnum,
} from './explanation-enums.js';
import { Permission } from './permission-guard.js';
import { UserObject, userObject } from './user-object.js';

@Permission('permissions:read')
@ObjectType('AccessRule', { description: 'A rule that could let a user sign in to a client.' })
export class AccessRuleObject {
  @Field(() => AccessRuleKindEnum, { description: 'What could let the user in.' })
  kind!: AccessRule['kind'];

  @Field(() => ID, { nullable: true, description: 'The id of the group. Null if the rule is not about a group.' })
  groupId!: string | null;

  @Field(() => Boolean, { description: 'Whether the rule lets the user in.' })
  applies!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether this rule lets the user in. If the rule changes, the server checks the grants of the user again.',
  })
  decides!: boolean;

  @Field(() => String, { description: 'The rule in one sentence.' })
  text!: string;
}

@Permission('permissions:read')
@ObjectType('AccessProblem', { description: 'A reason why a user cannot sign in to a client.' })
class AccessProblemObject {
  @Field(() => AccessProblemCodeEnum, { description: 'The kind of problem.' })
  code!: AccessProblem['code'];

  @Field(() => String, { description: 'What is wrong.' })
  description!: string;

  @Field(() => String, { nullable: true, description: 'What to do. Null if the description says it.' })
  advice!: string | null;
}

@Permission('clients:read')
@ObjectType('ScopeDecision', { description: 'Whether a client gets a scope that it requests.' })
export class ScopeDecisionObject {
  @Field(() => String, { description: 'The name of the scope.' })
  scope!: string;

  @Field(() => Boolean, { description: 'Whether the client gets the scope.' })
  granted!: boolean;

  @Field(() => DroppedScopeReasonEnum, {
    nullable: true,
    description: 'Why the client does not get the scope. Null if it gets the scope.',
  })
  reason!: DroppedScopeReason | null;

  @Field(() => String, { description: 'The decision in one sentence, and what to do if the scope is missing.' })
  text!: string;
}

@Permission('users:read')
@ObjectType('TokenPreview', {
  description: 'The claims that a token or response would contain if the user signed in now. No token is made.',
})
export class TokenPreviewObject {
  @Field(() => ClaimPlaceEnum, { description: 'The token or response.' })
  place!: TokenPreview['place'];

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'The claims that are known before the sign-in. Null if there is no such token; `notes` says why.',
  })
  claims!: JsonObject | null;

  @Field(() => [String], {
    description: 'The names of further claims, whose values depend on the sign-in, such as `auth_time`.',
  })
  claimsAtIssue!: readonly string[];

  @Field(() => [String], { description: 'Why there is no such token, or why a claim is missing.' })
  notes!: readonly string[];
}

@Permission('users:read')
@ObjectType('AccessExplanation', {
  description: 'What would happen if a user signed in to a client now, and why.',
})
export class AccessExplanationObject {
  @Field(() => AccessOutcomeEnum, { description: 'What would happen.' })
  outcome!: AccessOutcome;

  @Field(() => String, { description: 'The outcome in one sentence.' })
  summary!: string;

  @Field(() => ClientObject, { description: 'The client.' })
  client!: ClientObject;

  @Field(() => UserObject, { description: 'The user.' })
  user!: UserObject;

  @Field(() => [AccessRuleObject], {
    description: 'The rules that could let the user in. At most 50 groups are listed that the user is not in.',
  })
  rules!: readonly AccessRuleObject[];

  @Field(() => [AccessProblemObject], { description: 'Everything that keeps the user out.' })
  problems!: readonly AccessProblemObject[];

  @Field(() => [ScopeDecisionObject], { description: 'The requested scopes, and which of them the client gets.' })
  scopes!: readonly ScopeDecisionObject[];

  @Field(() => [String], { description: 'The resources (APIs) of the access token.' })
  resource!: readonly string[];

  @Field(() => [TokenPreviewObject], {
    description:
      'The claims of each token and response that the integrations of the client have. They are shown even if the user has no access, as they would be with access.',
  })
  previews!: readonly TokenPreviewObject[];
}

export function accessExplanationObject(explanation: AccessExplanation): AccessExplanationObject {
  const { rules, problems, scopes, previews, client, user } = explanation;
  return {
    ...explanation,
    client: clientObject(client),
    user: userObject(user),
    rules: rules.map((rule) => ({ ...rule, groupId: rule.groupId ?? null })),
    problems: problems.map((problem) => ({ ...problem, advice: problem.advice ?? null })),
    scopes: scopes.map(scopeDecisionObject),
    previews: previews.map(tokenPreviewObject),
  };
}

export function tokenPreviewObject({ place, claims, atIssue, notes }: TokenPreview): TokenPreviewObject {
  return { place, claims: claims ?? null, claimsAtIssue: atIssue, notes };
}

export function scopeDecisionObject(decision: ScopeDecision): ScopeDecisionObject {
  return { ...decision, reason: decision.reason ?? null };
}
