/**
 * The most characters of a record's id, and of other unique values by which a record is found. If a request contains a
 * longer value, the server neither looks it up nor caches it, because no record can have it.
 */
export const MAX_KEY_LENGTH = 128;

/** The most characters of the ids of clients, issuers, groups and API keys, and of the slugs of issuers. */
export const MAX_CHOSEN_ID_LENGTH = 64;

/** OpenID Connect Core §2: the subject of a user, which is the user's id, has at most 255 ASCII characters. */
export const MAX_SUBJECT_LENGTH = 255;

/** The most characters of a language tag. No tag in use is longer (RFC 5646 §4.4.1). */
export const MAX_LANGUAGE_TAG_LENGTH = 64;

/** WebAuthn Level 3 §4: a credential id has at most 1023 bytes, which are stored as base64url. */
export const MAX_PASSKEY_ID_LENGTH = 1364;

/**
 * The most characters of a username as a user types it. After normalization, a username has at most 64 characters. A
 * user can type each of these characters as a letter with up to three combining marks.
 */
export const MAX_TYPED_USERNAME_LENGTH = 256;
