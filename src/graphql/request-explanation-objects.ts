import { Field, ID, ObjectType } from 'type-graphql';
import type {
  AuthorizationRequestExplanation,
  RequestOutcome,
} from '../admin/explain/authorization-request-explain.js';
import { ClientObject, clientObject } from './client-object.js';
import { RequestOutcomeEnum, RequestSourceEnum } from './explanation-enums.js';
import {
  AccessExplanationObject,
  accessExplanationObject,
  ScopeDecisionObject,
  scopeDecisionObject,
} from './explanation-objects.js';
import { Permission } from './permission-guard.js';

@Permission('clients:read')
@ObjectType('AuthorizationRequestProblem', { description: 'A reason why an authorization request is refused.' })
class AuthorizationRequestProblemObject {
  @Field(() => String, { description: 'The error code of the specification, such as `invalid_request`.' })
  error!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The parameter that is wrong or missing. Null if the problem is not about one parameter.',
  })
  parameter!: string | null;

  @Field(() => String, { description: 'What is wrong, in the words of the error.' })
  description!: string;

  @Field(() => String, { nullable: true, description: 'What to do. Null if the description says it.' })
  advice!: string | null;
}

@Permission('clients:read')
@ObjectType('AuthorizationRequestExplanation', {
  description: 'What the authorization endpoint would do with a request, and why.',
})
export class AuthorizationRequestExplanationObject {
  @Field(() => RequestOutcomeEnum, { description: 'What would happen.' })
  outcome!: RequestOutcome;

  @Field(() => String, { description: 'The outcome in one sentence.' })
  summary!: string;

  @Field(() => ID, { description: 'The id of the issuer whose URL the request has.' })
  issuerId!: string;

  @Field(() => ClientObject, { nullable: true, description: 'The client. Null if the request names no known client.' })
  client!: ClientObject | null;

  @Field(() => RequestSourceEnum, {
    nullable: true,
    description: 'Where the parameters come from. Null if they could not be read.',
  })
  source!: AuthorizationRequestExplanation['source'] | null;

  @Field(() => [String], { description: 'The names of the parameters that count. Unknown parameters are ignored.' })
  parameters!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'The verified redirect URI, which gets the response. Null if there is none.',
  })
  redirectUri!: string | null;

  @Field(() => [AuthorizationRequestProblemObject], {
    description: 'Why the request is refused. The application or the user gets the first problem as the error.',
  })
  problems!: readonly AuthorizationRequestProblemObject[];

  @Field(() => [String], {
    description: 'What was not verified, because an explanation fetches nothing. A real request can fail there.',
  })
  notVerified!: readonly string[];

  @Field(() => [ScopeDecisionObject], { description: 'The requested scopes, and which of them the client gets.' })
  scopes!: readonly ScopeDecisionObject[];

  @Field(() => AccessExplanationObject, {
    nullable: true,
    description: 'What would happen to the user of `userId`. Null if you sent no user, or if the request is refused.',
  })
  access!: AccessExplanationObject | null;
}

export function requestExplanationObject(
  explanation: AuthorizationRequestExplanation,
): AuthorizationRequestExplanationObject {
  const { issuer, client, source, redirectUri, problems, scopes, access } = explanation;
  return {
    ...explanation,
    summary: summaryOf(explanation),
    issuerId: issuer.id,
    client: client === undefined ? null : clientObject(client),
    source: source ?? null,
    redirectUri: redirectUri ?? null,
    problems: problems.map((problem) => ({
      ...problem,
      parameter: problem.parameter ?? null,
      advice: problem.advice ?? null,
    })),
    scopes: scopes.map(scopeDecisionObject),
    access: access === undefined ? null : accessExplanationObject(access),
  };
}

function summaryOf({ outcome, problems, access }: AuthorizationRequestExplanation): string {
  const reason = problems[0]?.description ?? '';
  if (outcome === 'ERROR_PAGE') return `The user sees an error page. ${reason}`;
  if (outcome === 'ERROR_RESPONSE') return `The application gets an error at its redirect URI. ${reason}`;
  return `The request is correct. ${access?.summary ?? 'The user signs in next.'}`;
}
