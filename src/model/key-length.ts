/**
 * The most characters of a record's id, and of other unique values by which a record is found. No record has a longer
 * value, so the server neither looks up nor caches a longer value that a request contains.
 */
export const MAX_KEY_LENGTH = 128;

/** The most characters of the ids of clients, issuers, groups and API keys, and of the slugs of issuers. */
export const MAX_CHOSEN_ID_LENGTH = 64;

/** WebAuthn Level 3 §4: a credential id has at most 1023 bytes, which are stored as base64url. */
export const MAX_PASSKEY_ID_LENGTH = 1364;

/**
 * The most characters of a username as a user types it. After normalization it has at most 64 characters, and each of
 * them can be typed as a letter with three combining marks.
 */
export const MAX_TYPED_USERNAME_LENGTH = 256;
