/*
 * This folder makes the claims about a user, for every token and response that contains some. `computeClaims` is the
 * only place that decides which claims a client gets and with which values. It reads and writes nothing. The callers
 * add the claims of their protocol (`iss`, `sub`, `aud` and so on), which nothing in this folder can replace.
 */

import type { ClaimRule } from '../../model/clients/claim-rule.js';
import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject, JsonValue } from '../../model/json.js';
import { type RuleOutcome, replaceClaims, runClaimRules, textsOfRules } from '../claim-rules/claim-rules.js';
import { warnRarely } from '../rare-warning.js';
import { scopesOfUser } from '../role-scopes.js';
import type { ClaimSubject } from './claim-subject.js';
import { groupsClaim } from './groups-claim.js';
import { claimsOfScopes, isClaimOfScope, isStandardScope, knownScopes } from './known-scopes.js';
import { profileClaims } from './profile-claims.js';
import { type ClaimRequests, isRequestedValue } from './requested-claims.js';
import { type RoleOwner, rolesClaim } from './roles-claim.js';

/** The token or response that contains the claims. */
export type ClaimPlace = 'ID_TOKEN' | 'USERINFO' | 'ACCESS_TOKEN' | 'INTROSPECTION' | 'BASIC' | 'FORWARD_AUTH';

export interface ClaimRelease {
  readonly place: ClaimPlace;
  /** The granted scopes. */
  readonly scopes: readonly string[];
  /** The APIs that an access token is for. */
  readonly resources?: readonly string[];
  /** The claims that the client requested one by one for this place, with the `claims` parameter. */
  readonly requested?: ClaimRequests | undefined;
  /** Whose roles the claim `roles` lists. Default: those of the client. */
  readonly roleOwner?: RoleOwner;
}

interface ComputedClaims {
  readonly claims: JsonObject;
  /** The claims that are missing for a reason that an administrator should know. */
  readonly problems: readonly ClaimProblem[];
}

export interface ClaimProblem {
  readonly claim: string;
  /** What is wrong, without values of the user. */
  readonly reason: string;
}

/** If a claim lists more groups or roles than this, tokens do not contain it. The userinfo endpoint returns all. */
const MAX_ENTRIES_IN_TOKENS = 200;

const TOKENS: ReadonlySet<ClaimPlace> = new Set(['ID_TOKEN', 'ACCESS_TOKEN', 'BASIC']);

/**
 * The claims of scopes that JWT access tokens and introspection responses contain, because APIs decide by them. Claims
 * that belong to no scope are added.
 */
const API_CLAIMS: ReadonlySet<string> = new Set(['groups']);

/** Makes the claims, and logs a warning, now and then, for each claim that is missing because of a problem. */
export async function makeClaims(deps: Deps, subject: ClaimSubject, release: ClaimRelease): Promise<JsonObject> {
  const { claims, problems } = computeClaims(await knownScopes(deps), subject, release);
  const { client, user } = subject;
  for (const { claim, reason } of problems) {
    const facts = { claim, reason, clientId: client.id, userId: user.id, place: release.place };
    warnRarely(deps, [client.id, client.version, claim], facts, 'a claim was left out');
  }
  return claims;
}

/**
 * Computes the claims in four steps: first all claims that the granted scopes and the requests release; then the claim
 * rules of the client; then the claims that belong in the place; then a limit for the tokens.
 */
export function computeClaims(known: readonly Scope[], subject: ClaimSubject, release: ClaimRelease): ComputedClaims {
  const released = releasedClaims(known, subject, release);
  const ruled = applyRules(subject.client, release, released);
  const { claims, problems } = withoutExcess(
    claimsAtPlace(known, subject.client, release, ruled.claims),
    release.place,
  );
  return { claims, problems: [...ruled.problems, ...problems] };
}

/** Returns every claim that the granted scopes release or that the client requested, with its value. */
function releasedClaims(
  known: readonly Scope[],
  { client, user, groups, roles }: ClaimSubject,
  { scopes, requested = {}, roleOwner = 'CLIENT' }: ClaimRelease,
): JsonObject {
  const names = Object.keys(requested);
  const obtainable = names.length === 0 ? [] : scopesOfUser(known, client, roles, client.scopes);
  const releasable = new Set(claimsOfScopes(known, obtainable));
  const single = names.filter((name) => releasable.has(name));
  const claims = profileClaims(user, [...claimsOfScopes(known, scopes), ...single]);
  const isGranted = scopes.includes('groups') || (single.includes('groups') && obtainable.includes('groups'));
  if (isGranted && isStandardScope(known, 'groups')) {
    claims.groups = groupsClaim(client, groups, textsOfRules(client.claimRules));
  }
  const named = rolesClaim(client, roles, roleOwner);
  // A custom scope that an older version stored with the claim `roles` keeps its meaning.
  if (named.length > 0 && !isClaimOfScope(known, 'roles')) claims.roles = named;
  return claims;
}

/** Runs the claim rules of the client, and returns what each of them computes. */
export function runRulesOf(known: readonly Scope[], subject: ClaimSubject, release: ClaimRelease): RuleOutcome {
  return runRules(subject.client.claimRules, releasedClaims(known, subject, release));
}

function runRules(rules: readonly ClaimRule[], { groups, ...user }: JsonObject): RuleOutcome {
  return runClaimRules(rules, { user, groups: Array.isArray(groups) ? groups.map(String) : undefined });
}

/**
 * Replaces claims by the results of the client's claim rules. Every rule sees the released claims. An API trusts the
 * claims of a token, so an administrator of the client must not choose them: tokens for APIs have the original claims.
 */
function applyRules({ claimRules }: Client, { resources = [] }: ClaimRelease, released: JsonObject): ComputedClaims {
  if (claimRules.length === 0 || resources.length > 0) return { claims: released, problems: [] };
  const outcome = runRules(claimRules, released);
  const problems = outcome.failed.map(({ claim, message, position }) => ({
    claim,
    reason: `Its claim rule failed${position && ` in line ${position.line}, column ${position.column}`}. ${message}.`,
  }));
  return { claims: replaceClaims(released, outcome), problems };
}

/**
 * Returns the claims that belong in the place. A claim that was requested with other values is left out. A claim that
 * no scope has (`roles`, or the claim of a rule) belongs in every place in which the claims of scopes are.
 */
function claimsAtPlace(
  known: readonly Scope[],
  client: Client,
  { place, scopes, requested = {} }: ClaimRelease,
  released: JsonObject,
): JsonObject {
  const isWhole = place !== 'ID_TOKEN' || client.claimsInIdToken;
  const ofScopes = new Set(isWhole ? claimsOfScopes(known, scopes) : []);
  const isRequested = (name: string, value: JsonValue) => {
    const request = Object.hasOwn(requested, name) ? requested[name] : undefined;
    return request !== undefined && isRequestedValue(request, value);
  };
  const isForApi = place === 'ACCESS_TOKEN' || place === 'INTROSPECTION';
  const isOfNoScope = (name: string) => isWhole && !isClaimOfScope(known, name);
  const shown = Object.entries(released).filter(([name, value]) =>
    isForApi
      ? (API_CLAIMS.has(name) && ofScopes.has(name)) || isOfNoScope(name)
      : ofScopes.has(name) || isRequested(name, value) || isOfNoScope(name),
  );
  return Object.fromEntries(shown);
}

/** Leaves too long lists out of a token, because browsers, proxies and applications limit the length of a token. */
function withoutExcess(claims: JsonObject, place: ClaimPlace): ComputedClaims {
  if (!TOKENS.has(place)) return { claims, problems: [] };
  const excessive = ['groups', 'roles'].filter((name) => {
    const value = claims[name];
    return Array.isArray(value) && value.length > MAX_ENTRIES_IN_TOKENS;
  });
  return {
    claims: Object.fromEntries(Object.entries(claims).filter(([name]) => !excessive.includes(name))),
    problems: excessive.map((claim) => ({ claim, reason: TOO_MANY })),
  };
}

const TOO_MANY = `The claim has more than ${MAX_ENTRIES_IN_TOKENS} entries. The userinfo endpoint returns all of them.`;
