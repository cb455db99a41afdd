import type { ClaimRulesOfClientQuery, PreviewClaimRulesQuery } from '../../../generated/scopes.js';

/** A claim rule, as the form has it. */
export type Rule = NonNullable<ClaimRulesOfClientQuery['client']>['claimRules'][number];
/** What the server found wrong in a rule. */
export type Mistake = PreviewClaimRulesQuery['previewClaimRules']['mistakes'][number];
