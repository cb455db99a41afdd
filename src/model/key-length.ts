/**
 * The most characters that the id of a record, or another unique value by which it is found, can have. No record has a
 * longer one. So a longer one is neither looked up nor cached, wherever a request contains it.
 */
export const MAX_KEY_LENGTH = 128;

/** The ids of clients, issuers, groups and API keys, and the slugs of issuers. */
export const MAX_CHOSEN_ID_LENGTH = 64;

/** WebAuthn Level 3 §4: a credential id has at most 1023 bytes, which are stored as base64url. */
export const MAX_PASSKEY_ID_LENGTH = 1364;

/** A username has at most 64 characters. As it was typed, each can consist of a letter and three marks. */
export const MAX_TYPED_USERNAME_LENGTH = 256;
