import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { textOn } from '../../model/server/brand-colors.js';
import type { Texts } from '../texts/texts.js';
import type { MailDocument } from './mail-document.js';

export interface MailBrand {
  readonly name: string;
  readonly color: string | undefined;
  /** The URL of the logo, which is a part of the mail (RFC 2392). */
  readonly logo: string | undefined;
}

/** The same colours as in `tokens.css`. Many mail programs ignore variables and style sheets. */
const BRAND = '#0f5c4e';
const INK = '#1d1c1a';
const SOFT = '#5a574f';
const LINE = '#dedbd3';
const GROUND = '#f5f4f0';
const SURFACE = '#ffffff';
/** Mail programs must not invent dark colours, because they do it in different ways. */
const COLOR_SCHEME = 'light only';
const FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/**
 * Lays a mail out as HTML. Tables and styles in attributes are what all mail programs understand. Nothing has a left or
 * a right side, so that the layout works in both directions.
 */
export function mailHtml({ lang, dir }: Texts, brand: MailBrand, document: MailDocument): string {
  const html = (
    <html lang={lang} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={COLOR_SCHEME} />
        <meta name="supported-color-schemes" content={COLOR_SCHEME} />
        <title>{document.subject}</title>
      </head>
      <body dir={dir} style={`margin:0;padding:0;background:${GROUND};color:${INK};font-family:${FONT}`}>
        <Table style={`background:${GROUND}`}>
          <td align="center" style="padding:32px 16px">
            <Table
              style={`max-width:560px;margin:0 auto;background:${SURFACE};border:1px solid ${LINE};border-radius:12px`}
            >
              <td dir={dir} style={`padding:32px 28px;font-family:${FONT};font-size:16px;line-height:1.5;color:${INK}`}>
                <Content brand={brand} document={document} />
              </td>
            </Table>
          </td>
        </Table>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(html)}`;
}

interface TableProps {
  readonly style?: string;
  readonly children: ComponentChildren;
}

/** A table with one row. Screen readers do not announce it as a table. */
function Table({ style = '', children }: TableProps) {
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      style={`width:100%;border-collapse:separate;${style}`}
    >
      <tbody>
        <tr>{children}</tr>
      </tbody>
    </table>
  );
}

/** Long words, and names that users chose, must not make a mail wider than a phone. */
const BREAKS_WORDS = 'overflow-wrap:anywhere;hyphens:auto';

function Content({ brand, document }: { brand: MailBrand; document: MailDocument }) {
  const { subject, paragraphs, details, action, footer } = document;
  return (
    <>
      <BrandLine brand={brand} />
      <h1 style={`margin:24px 0 12px;font-size:22px;line-height:1.3;font-weight:600;${BREAKS_WORDS}`}>{subject}</h1>
      <Paragraphs texts={paragraphs} />
      {details.length > 0 && <Details details={details} />}
      {action !== undefined && <Action brand={brand} action={action} />}
      <p style={`margin:28px 0 0;padding:16px 0 0;border-top:1px solid ${LINE};font-size:13px;color:${SOFT}`}>
        {footer}
      </p>
    </>
  );
}

function BrandLine({ brand: { name, logo } }: { brand: MailBrand }) {
  return (
    <p style="margin:0;font-size:15px;font-weight:600">
      {logo !== undefined && (
        <>
          <img src={logo} alt="" height={28} style="height:28px;width:auto;vertical-align:middle;border:0" />
          {'  '}
        </>
      )}
      {name}
    </p>
  );
}

function Paragraphs({ texts }: { texts: readonly string[] }) {
  return (
    <>
      {texts.map((text) => (
        <p key={text} style={`margin:0 0 16px;${BREAKS_WORDS}`}>
          {text}
        </p>
      ))}
    </>
  );
}

function Details({ details }: Pick<MailDocument, 'details'>) {
  return (
    <table cellPadding="0" cellSpacing="0" style="margin:0 0 16px;font-size:15px">
      <tbody>
        {details.map(([label, value]) => (
          <tr key={label}>
            <th
              scope="row"
              style={`padding:3px 0;vertical-align:top;font-weight:400;text-align:inherit;white-space:nowrap;color:${SOFT}`}
            >
              {label}
            </th>
            <td width={16} style="width:16px" />
            <td style="padding:3px 0;vertical-align:top">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ActionProps {
  readonly brand: MailBrand;
  readonly action: NonNullable<MailDocument['action']>;
}

function Action({ brand: { color = BRAND }, action: { label, url, otherwise } }: ActionProps) {
  const text = textOn(color);
  return (
    <>
      <table role="presentation" cellPadding="0" cellSpacing="0" style="margin:8px 0 16px">
        <tbody>
          <tr>
            <td style={`background:${color};border-radius:8px`}>
              <a
                href={url}
                style={`display:inline-block;padding:12px 20px;font-size:16px;font-weight:600;color:${text};text-decoration:none`}
              >
                {label}
              </a>
            </td>
          </tr>
        </tbody>
      </table>
      <p style={`margin:0 0 16px;font-size:13px;color:${SOFT}`}>
        {otherwise}
        <br />
        <a href={url} style={`color:${SOFT};word-break:break-all`}>
          {url}
        </a>
      </p>
    </>
  );
}
