import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import type { ClaimRulesPreview, RuleFault } from '../admin/explain/claim-rules-preview.js';
import type { JsonObject } from '../model/json.js';
import {
  ScopeDecisionObject,
  scopeDecisionObject,
  TokenPreviewObject,
  tokenPreviewObject,
} from './explanation-objects.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('ClaimRuleFault', {
  description:
    'A mistake in a claim rule, or the reason why a rule failed for a user. It contains no value of a claim.',
})
class ClaimRuleFaultObject {
  @Field(() => Int, {
    nullable: true,
    description: 'The position of the rule in the list, from 0. Null if the whole list is wrong.',
  })
  rule!: number | null;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The line in the expression, from 1. Null if the fault has no position there.',
  })
  line!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The column in the line, from 1, in UTF-16 code units. Null if the fault has no position.',
  })
  column!: number | null;
}

@Permission('users:read')
@ObjectType('ClaimRulesPreview', {
  description: 'What claim rules would compute for a user if they were saved now. Nothing is saved.',
})
export class ClaimRulesPreviewObject {
  @Field(() => [ClaimRuleFaultObject], {
    description:
      'Why the rules cannot be saved: at most one mistake for each rule. While there is a mistake, no rule is evaluated.',
  })
  mistakes!: readonly ClaimRuleFaultObject[];

  @Field(() => GraphQLJSONObject, {
    description:
      'The claims that the rules compute. A claim is missing if its rule failed or returned null. `previews` shows which of them are sent.',
  })
  claims!: JsonObject;

  @Field(() => [ClaimRuleFaultObject], {
    description: 'The rules that failed for this user. Neither their result nor the original claim is sent.',
  })
  failures!: readonly ClaimRuleFaultObject[];

  @Field(() => Int, {
    description:
      'The steps that the rules took for this user. Each part of an expression that is evaluated is one step, and long texts and lists take more.',
  })
  steps!: number;

  @Field(() => Int, {
    description:
      'The most steps that the rules without a mistake can take. All rules of a client together may take 100000.',
  })
  maxSteps!: number;

  @Field(() => [ScopeDecisionObject], {
    description: 'The requested scopes, and which of them the client gets. The rules see the claims of these scopes.',
  })
  scopes!: readonly ScopeDecisionObject[];

  @Field(() => [TokenPreviewObject], {
    description: 'The claims of each token and response with these rules. Empty while there is a mistake.',
  })
  previews!: readonly TokenPreviewObject[];
}

export function claimRulesPreviewObject(preview: ClaimRulesPreview): ClaimRulesPreviewObject {
  return {
    ...preview,
    mistakes: preview.mistakes.map(faultObject),
    failures: preview.failures.map(faultObject),
    scopes: preview.scopes.map(scopeDecisionObject),
    previews: preview.previews.map(tokenPreviewObject),
  };
}

function faultObject({ rule, message, line, column }: RuleFault): ClaimRuleFaultObject {
  return { rule: rule ?? null, message, line: line ?? null, column: column ?? null };
}
