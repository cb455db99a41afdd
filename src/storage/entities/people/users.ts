/*
 * The entities of `model/people`. They know columns and indexes, and no rule about their values. Start with the users.
 */

import type { User } from '../../../model/people/user.js';
import { searchKey } from '../../conditions.js';
import { describeEntity, flag, instant, json, key, number, structure, text, unique } from '../../entity.js';

export const users = describeEntity<User>('users', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    username: text(),
    usernameKey: unique(),
    name: text(),
    given_name: text(),
    family_name: text(),
    picture: text(),
    email: text(),
    email_verified: flag(),
    phone_number: text(),
    phone_number_verified: flag(),
    locale: text(),
    zoneinfo: text(),
    claims: json(),
    enabled: flag(),
    adminRole: text(),
    webauthnUserId: unique(),
    passkeyIds: structure(),
    recoveryCodeHashes: structure(),
    grantEpoch: number(),
    sessionEpoch: number(),
    sessionsToEnd: flag(),
    enrolmentEpoch: number(),
    createdAt: instant(),
    updatedAt: instant(),
    lastSignInAt: instant(),
  },
  derived: { nameKey: { from: 'name', as: searchKey }, emailKey: { from: 'email', as: searchKey } },
  indexes: [['order'], ['nameKey'], ['emailKey'], ['adminRole'], ['sessionsToEnd']],
});
