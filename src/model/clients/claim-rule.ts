/** A claim that a client receives about users, computed by an expression in CEL. */
export interface ClaimRule {
  readonly claim: string;
  readonly expression: string;
}
