import { Fragment } from 'preact';
import { useConsole } from '../../parts/console-context.js';
import { TextField } from '../../parts/form/fields.js';
import type { FormState } from '../../parts/form/form.js';
import { ImageUpload } from '../../parts/pictures/image-upload.js';
import { type BrandingName, type BrandingTarget, type BrandingValues, isServer } from './targets.js';

export interface BrandingFieldsProps {
  readonly form: FormState<BrandingValues>;
  readonly target: BrandingTarget;
  /** An uploaded image is saved at once. */
  readonly onUploaded: (name: LogoName, url: string) => void;
}

export function BrandingFields({ form, target, onUploaded }: BrandingFieldsProps) {
  const { texts } = useConsole();
  const field = (name: BrandingName, hint: string) => (
    <BrandingField key={name} form={form} name={name} hint={hint} variable={target.fixed[name]} />
  );
  return (
    <>
      {field('name', texts.say(isServer(target) ? 'branding.nameHintServer' : 'branding.nameHintIssuer'))}
      <ColorField form={form} target={target} name="color" hint={texts.say('branding.colorHint')} />
      <ColorField form={form} target={target} name="colorDark" hint={texts.say('branding.colorDarkHint')} />
      {LOGOS.map((name) => (
        <Fragment key={name}>
          {field(name, texts.say(`branding.${name}Hint`))}
          {target.fixed[name] === undefined && (
            <ImageUpload
              label={texts.say(`branding.upload.${name}`)}
              hint={texts.say('branding.uploadHint')}
              path={`${target.uploadPath}${name === 'logo' ? '' : '/dark'}`}
              onSent={(url) => onUploaded(name, url)}
            />
          )}
        </Fragment>
      ))}
      {field('supportContact', texts.say('branding.supportContactHint'))}
      {field('termsUrl', texts.say('branding.urlHint'))}
      {field('privacyUrl', texts.say('branding.urlHint'))}
    </>
  );
}

const LOGOS = ['logo', 'logoDark'] as const;
export type LogoName = (typeof LOGOS)[number];

interface FieldProps extends Pick<BrandingFieldsProps, 'form'> {
  readonly name: BrandingName;
  readonly hint: string;
  /** The environment variable that sets the value. */
  readonly variable: string | undefined;
}

/** A field, or the value with the reason why it cannot be changed here. */
function BrandingField({ form, name, hint, variable }: FieldProps) {
  const { texts } = useConsole();
  const label = texts.say(`branding.${name}`);
  if (variable === undefined) return <TextField form={form} name={name} label={label} hint={hint} />;
  return (
    <div class="field">
      <p class="label">{label}</p>
      <p>{form.values[name]}</p>
      <p class="hint">{texts.say('branding.environment', { name: variable })}</p>
    </div>
  );
}

interface ColorFieldProps extends Omit<BrandingFieldsProps, 'onUploaded'> {
  readonly name: 'color' | 'colorDark';
  readonly hint: string;
}

/** The colour as text, and the colour chooser of the browser beside it. */
function ColorField({ form, target, name, hint }: ColorFieldProps) {
  const { texts } = useConsole();
  const variable = target.fixed[name];
  const value = form.values[name];
  return (
    <div class="color-field">
      <BrandingField form={form} name={name} hint={hint} variable={variable} />
      {variable === undefined && (
        <input
          type="color"
          aria-label={`${texts.say(`branding.${name}`)}: ${texts.say('branding.pickColor')}`}
          value={/^#[0-9a-f]{6}$/i.test(value) ? value : '#808080'}
          onInput={({ currentTarget }) => form.set(name, currentTarget.value)}
        />
      )}
    </div>
  );
}
