/*
 * The entities of `model/clients`. They know columns and indexes, and no rule about their values. Start with the
 * clients.
 */

import type { Client } from '../../../model/clients/client.js';
import { searchKey } from '../../conditions.js';
import { describeEntity, flag, instant, json, key, number, structure, text } from '../../entity.js';

export const clients = describeEntity<Client>('clients', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: text('incarnation'),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    name: text(),
    enabled: flag(),
    grantEpoch: number(),
    secrets: json(),
    application_type: text(),
    securityProfile: text(),
    integrations: structure(),
    redirect_uris: structure(),
    post_logout_redirect_uris: structure(),
    backchannel_logout_uri: text(),
    grant_types: structure(),
    token_endpoint_auth_method: text(),
    jwks: json(),
    jwks_uri: text(),
    scopes: structure(),
    audiences: structure(),
    requirePkce: flag(),
    require_signed_request_object: flag(),
    request_object_signing_alg: text(),
    require_pushed_authorization_requests: flag(),
    dpop_bound_access_tokens: flag(),
    id_token_signed_response_alg: text(),
    claimsInIdToken: flag(),
    userinfo_signed_response_alg: text(),
    introspection_signed_response_alg: text(),
    accessTokenFormat: text(),
    accessTokenSigningAlg: text(),
    accessTokenLifetime: number(),
    refreshTokenIdleLifetime: number(),
    refreshTokenAbsoluteLifetime: number(),
    subject_type: text(),
    consent: text(),
    accessPolicy: text(),
    registrationEnabled: flag(),
    logo_uri: text(),
    client_uri: text(),
    policy_uri: text(),
    tos_uri: text(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  derived: { nameKey: { from: 'name', as: searchKey } },
  indexes: [['order'], ['issuerId', 'order'], ['nameKey']],
});
