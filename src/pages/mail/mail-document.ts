import type { MailFacts, Occurrence } from '../../model/server/mail.js';
import { countryName, deviceName, momentFormat, type NamedDevice } from '../formatters.js';
import type { Texts } from '../texts/texts.js';

/** What a mail contains, from top to bottom. */
export interface MailDocument {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A table, each row with a label and a value. */
  readonly details: readonly (readonly [label: string, value: string])[];
  /** The button. Its URL is also written out, for mail programs that show no buttons. */
  readonly action?: { readonly label: string; readonly url: string; readonly otherwise: string } | undefined;
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

export function documentOf(texts: Texts, facts: MailFacts, around: Surroundings): MailDocument {
  const { say } = texts;
  const { server, issuer } = around;
  const { host } = new URL(issuer);
  switch (facts.kind) {
    case 'TEST':
      return {
        subject: say('mail.testSubject', { server }),
        paragraphs: [say('mail.testLead', { server })],
        details: [],
        footer: say('mail.testFooter', { server, host }),
      };
    case 'EMAIL_VERIFICATION':
      return {
        subject: say('mail.verifySubject', { server }),
        paragraphs: [say('mail.verifyLead', { server }), say('mail.verifyOtherwise')],
        details: [],
        action: {
          label: say('mail.verifyButton'),
          url: `${issuer}/verify-email/${facts.code}`,
          otherwise: say('mail.otherwise'),
        },
        footer: say('mail.verifyFooter', { server, host }),
      };
    case 'ACCOUNT_APPROVED':
      return approvalDocument(texts, facts, around);
    case 'INVITATION':
      return linkDocument(texts, facts, around, {
        subject: say('mail.inviteSubject', { server }),
        lead: say('mail.inviteLead', { server }),
        label: say('mail.inviteButton'),
      });
    case 'ENROLMENT_LINK':
      return linkDocument(texts, facts, around, {
        subject: say('mail.enrolSubject', { server }),
        lead: say('mail.enrolLead', { server }),
        label: say('enrolment.button'),
      });
    case 'API_KEY_EXPIRES': {
      const { keyName, username, expiresAt } = facts;
      const url = `${issuer}/account#api-keys`;
      return {
        subject: say('mail.keySubject'),
        paragraphs: [say('mail.keyLead', { key: keyName, username }), say('mail.keyAdvice')],
        details: [[say('mail.expires'), whenText(texts, around, expiresAt)]],
        action: { label: say('mail.openAccount'), url, otherwise: say('mail.otherwise') },
        footer: say('mail.footer', { server, host }),
      };
    }
    default: {
      const [subject, lead] = occurred(texts, facts, around);
      const footer =
        facts.kind === 'EMAIL_CHANGED'
          ? say('mail.formerFooter', { server, host })
          : say('mail.footer', { server, host });
      return { subject, ...aboutOccurrence(texts, lead, facts, around), footer };
    }
  }
}

/** It has no text that a user chose, because the address may belong to another person. */
function approvalDocument(
  { say }: Texts,
  { code }: Extract<MailFacts, { kind: 'ACCOUNT_APPROVED' }>,
  { server, issuer }: Surroundings,
): MailDocument {
  const { host } = new URL(issuer);
  const isVerified = code === undefined;
  return {
    subject: say('mail.approvedSubject', { server }),
    paragraphs: [
      say('mail.approvedLead'),
      ...(isVerified ? [] : [say('mail.approvedConfirm'), say('mail.verifyOtherwise')]),
    ],
    details: [],
    action: {
      label: say('join.signIn'),
      url: isVerified ? `${issuer}/account` : `${issuer}/verify-email/${code}`,
      otherwise: say('mail.otherwise'),
    },
    footer: isVerified ? say('mail.footer', { server, host }) : say('mail.verifyFooter', { server, host }),
  };
}

/** A mail with a link that an administrator made. It has no text that a user chose, because no user verified the address. */
function linkDocument(
  texts: Texts,
  { url, expiresAt }: Extract<MailFacts, { kind: 'INVITATION' | 'ENROLMENT_LINK' }>,
  around: Surroundings,
  { subject, lead, label }: { readonly subject: string; readonly lead: string; readonly label: string },
): MailDocument {
  const { say } = texts;
  const { server, issuer } = around;
  return {
    subject,
    paragraphs: [lead, say('mail.linkAdvice')],
    details: [[say('mail.validUntil'), whenText(texts, around, expiresAt)]],
    action: { label, url, otherwise: say('mail.otherwise') },
    footer: say('mail.linkFooter', { server, host: new URL(issuer).host }),
  };
}

type Occurred = Extract<MailFacts, Occurrence>;

/** Returns the subject of a notice, and the sentence that says what happened. */
function occurred(texts: Texts, facts: Occurred, around: Surroundings): readonly [subject: string, lead: string] {
  const { say } = texts;
  const { username } = facts;
  switch (facts.kind) {
    case 'NEW_SIGN_IN':
      return [say('mail.signInSubject'), say('mail.signInLead', { username })];
    case 'RECOVERY_CODES_REPLACED':
      return [say('mail.codesSubject'), say('mail.codesLead', { username })];
    case 'EMAIL_CHANGED':
      return [say('mail.changedSubject'), say('mail.changedLead', { username })];
    case 'PASSKEY_ADDED':
      return [say('mail.addedSubject'), say('mail.addedLead', { username, passkey: facts.passkey })];
    case 'PASSKEY_REMOVED':
      return [say('mail.removedSubject'), say('mail.removedLead', { username, passkey: facts.passkey })];
    case 'RECOVERY_USED':
      return [say('mail.recoverySubject'), say('mail.recoveryLead', { username, passkey: facts.passkey })];
    case 'DELETION_REQUESTED': {
      const when = whenText(texts, around, facts.deletionAt);
      return [say('mail.deletionSubject'), say('mail.deletionLead', { username, when, keep: say('data.keep') })];
    }
    case 'DELETION_CANCELLED':
      return [say('mail.keptSubject'), say('mail.keptLead', { username })];
  }
}

function aboutOccurrence(texts: Texts, lead: string, facts: Occurred, around: Surroundings) {
  const { say } = texts;
  const when = [say('mail.when'), whenText(texts, around, facts.at)] as const;
  const { reportCode } = facts;
  const place = [[say('mail.device'), deviceText(texts, around, facts)], ...placeRow(texts, around, facts)] as const;
  if (facts.kind === 'DELETION_CANCELLED' && facts.isReport === true) {
    return {
      paragraphs: [lead, say('mail.byReport', { button: say('mail.notMe') })],
      details: [...place, when],
      action: {
        label: say('mail.openAccount'),
        url: `${around.issuer}/account#passkeys`,
        otherwise: say('mail.otherwise'),
      },
    };
  }
  if (reportCode === undefined) return { paragraphs: [lead, say('mail.byAdministrator')], details: [when] };
  return {
    paragraphs: [lead, say('mail.ifYou'), say('mail.ifNotYou')],
    details: [...place, when],
    action: {
      label: say('mail.notMe'),
      url: `${around.issuer}/report/${reportCode}`,
      otherwise: say('mail.otherwise'),
    },
  };
}

function whenText({ lang }: Texts, { timeZone }: Surroundings, at: number): string {
  return `${momentFormat(lang, timeZone).format(new Date(at))} (${timeZone.replaceAll('_', ' ')})`;
}

function deviceText(texts: Texts, { deviceOf }: Surroundings, { userAgent }: Occurrence): string {
  return deviceName(texts, deviceOf(userAgent)) ?? texts.say('sessions.unknownDevice');
}

function placeRow(
  { lang, say }: Texts,
  { countryOf }: Surroundings,
  { ipAddress }: Occurrence,
): (readonly [string, string])[] {
  if (ipAddress === undefined) return [];
  const country = countryOf(ipAddress);
  const address = say('sessions.address', { address: ipAddress });
  return [[say('mail.place'), country === undefined ? address : `${countryName(lang, country)}, ${address}`]];
}
