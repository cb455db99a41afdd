/*
 * This folder describes how the records of `model/people` are stored: columns and indexes. It does not check values. To
 * understand this folder, read this file first.
 */

import { MAX_SUBJECT_LENGTH } from '../../../model/key-length.js';
import { PROFILE_KINDS, type User } from '../../../model/people/user.js';
import { userStatus } from '../../../model/people/user-status.js';
import { searchKey } from '../../conditions.js';
import { columnsOf, describeEntity, flag, instant, key, number, structure, text, unique } from '../../entity.js';
import { userWords } from './user-words.js';

export const users = describeEntity<User>('users', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    usernameKey: unique(),
    ...columnsOf(PROFILE_KINDS),
    enabled: flag(),
    webauthnUserId: unique(),
    passkeyIds: structure(),
    passkeyGenerations: structure(),
    syncedPasskeyIds: structure(),
    recoveryCodeHashes: structure(),
    grantEpoch: number(),
    sessionEpoch: number(),
    sessionsToEnd: flag(),
    enrolmentEpoch: number(),
    keyEpoch: number(),
    browserEpoch: number(),
    emailVerification: structure(),
    origin: text(),
    invitationId: text(),
    awaitsApproval: flag(),
    awaitsGroups: flag(),
    deletionAt: instant(),
    deletionSessionId: text(),
    createdAt: instant(),
    updatedAt: instant(),
    lastSignInAt: instant(),
    news: structure(),
    nudgedAt: instant(),
    language: text(),
  },
  maxKeyLength: MAX_SUBJECT_LENGTH,
  // An increase of `sessionEpoch` ends all sessions of the user. The field `sessionsToEnd` makes a job inform their
  // clients.
  completeChanges: (changes) => (changes.sessionEpoch === undefined ? changes : { ...changes, sessionsToEnd: true }),
  // `nameKey` is no longer read. If it were absent, MikroORM would give its column to another field of the same type.
  derived: {
    nameKey: { from: 'name', as: searchKey },
    emailKey: { from: 'email', as: searchKey },
    hasPasskeys: { from: 'passkeyIds', as: (ids) => (ids === '' ? 'NO' : 'YES') },
  },
  computed: {
    statusKey: { from: ['awaitsApproval', 'enabled', 'deletionAt', 'passkeyIds'], as: userStatus },
  },
  words: { table: userWords, fields: ['username', 'email', 'name', 'given_name', 'family_name'] },
  indexes: [
    ['order'],
    ['emailKey'],
    ['adminRole', 'order'],
    ['statusKey', 'order'],
    ['hasPasskeys', 'order'],
    ['email_verified', 'order'],
    ['lastSignInAt', 'order'],
    ['sessionsToEnd'],
    ['deletionAt'],
    ['awaitsApproval', 'order'],
  ],
});
