import { useEffect, useState } from 'preact/hooks';
import type { ColorScheme, PreviewPage } from '../../generated/branding.js';
import { useConsole } from '../../parts/console-context.js';
import { Section } from '../../parts/page.js';
import type { Preview } from './use-preview.js';

const PAGES = ['SIGN_IN', 'CONSENT', 'DENIED', 'ERROR'] as const satisfies readonly PreviewPage[];

/**
 * The page in a frame. The frame is sandboxed, so that the page runs no script, sends no form and has no origin. Its
 * content comes as a file in memory: no URL of the server leads to a preview, and the console makes no HTML of texts.
 */
export function BrandingPreview({ preview }: { readonly preview: Preview }) {
  const { html, error, page, setPage, scheme, setScheme } = preview;
  const { texts } = useConsole();
  const address = useAddress(html);
  return (
    <Section title={texts.say('branding.preview')} text={texts.say('branding.previewText')}>
      <div class="preview-tools">
        <label class="field">
          <span>{texts.say('branding.page')}</span>
          <select value={page} onChange={({ currentTarget }) => setPage(currentTarget.value as PreviewPage)}>
            {PAGES.map((one) => (
              <option key={one} value={one}>
                {texts.say(`branding.page.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{texts.say('branding.scheme')}</span>
          <select value={scheme} onChange={({ currentTarget }) => setScheme(currentTarget.value as ColorScheme)}>
            <option value="LIGHT">{texts.say('branding.scheme.LIGHT')}</option>
            <option value="DARK">{texts.say('branding.scheme.DARK')}</option>
          </select>
        </label>
      </div>
      {error !== undefined && html !== undefined && <p class="hint">{texts.say('branding.previewFailed')}</p>}
      <div class="preview">
        {address !== undefined && (
          <iframe sandbox="" inert tabIndex={-1} title={texts.say('branding.previewFrame')} src={address} />
        )}
      </div>
    </Section>
  );
}

/** The address of a file in memory with this HTML. The browser forgets the file when the HTML changes. */
function useAddress(html: string | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (html === undefined) return undefined;
    const made = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [html]);
  return address;
}
