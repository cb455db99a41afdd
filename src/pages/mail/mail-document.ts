import type { MailFacts } from '../../model/server/mail.js';
import type { NamedDevice } from '../formatters.js';
import type { Texts } from '../texts/texts.js';

/** What a mail contains, from top to bottom. */
export interface MailDocument {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A table, each row with a label and a value. */
  readonly details: readonly (readonly [label: string, value: string])[];
  /** The button. Its URL is also written out, for mail programs that show no buttons. */
  readonly action?: { readonly label: string; readonly url: string; readonly otherwise: string } | undefined;
  /** Paragraphs below the button. */
  readonly after: readonly string[];
  /** Why the recipient got the mail, below a line. */
  readonly footer: string;
}

export interface Surroundings {
  /** The name of the server. */
  readonly server: string;
  readonly issuer: string;
  readonly timeZone: string;
  readonly deviceOf: (userAgent: string | undefined) => NamedDevice;
  readonly countryOf: (ipAddress: string | undefined) => string | undefined;
}

const EMPTY = { details: [], after: [] } as const;

export function documentOf({ say }: Texts, { kind }: MailFacts, { server, issuer }: Surroundings): MailDocument {
  const host = new URL(issuer).host;
  switch (kind) {
    case 'TEST':
      return {
        ...EMPTY,
        subject: say('mail.testSubject', { server }),
        paragraphs: [say('mail.testLead', { server })],
        footer: say('mail.testFooter', { server, host }),
      };
  }
}
