import type { MailDocument } from './mail-document.js';

/** Lays a mail out as plain text. Mail programs break the lines themselves. */
export function plainMail({ subject, paragraphs, details, action, footer }: MailDocument): string {
  const table = details.map(([label, value]) => `${label}: ${value}`).join('\n');
  const button = action === undefined ? '' : `${action.label}:\n${action.url}`;
  const parts = [subject, ...paragraphs, table, button, `-- \n${footer}`];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
