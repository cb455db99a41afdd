import { Field, ID, InputType, Int } from 'type-graphql';
import { defaultText, isClearable } from '../admin/clients/client-defaults.js';
import type { CreateClientInput, UpdateClientInput } from '../admin/clients/client-input.js';
import { SETTING_ENTRIES } from '../admin/clients/client-settings.js';
import { declareFields } from './value-fields.js';

@InputType('CreateClientInput', {
  description: 'The settings of a new client. Every setting that you omit gets its default.',
})
export class CreateClientInputObject implements CreateClientInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The `client_id` of the new client: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It can be a UUID, but not the id of a user. Default: a random id.',
  })
  id?: string | null;

  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the issuer that the client belongs to. It cannot be changed later. Default: "default".',
  })
  issuerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A secret that the application already has from another provider: 8 to 512 ASCII characters. A secret of fewer than 32 bytes authenticates the client but signs nothing, so it cannot be used with CLIENT_SECRET_JWT, BASIC or HS256. Default: a random secret, if the client needs one.',
  })
  clientSecret?: string | null;
}

declareFields(
  CreateClientInputObject,
  'input',
  SETTING_ENTRIES.filter(([, { isFixedInNew }]) => isFixedInNew !== true).map(([name, setting]) => {
    const text = defaultText(setting);
    const description = text === undefined ? setting.description : `${setting.description} Default: ${text}.`;
    return [name, { type: setting.type, description, nullable: setting.isRequired !== true }];
  }),
);

@InputType('UpdateClientInput', {
  description:
    'The client to change, and its new settings. Settings that you omit keep their values. If the client becomes a FAPI2 client, omitted settings get the defaults for FAPI2 instead. If the client becomes a public client, or if its `redirectUriPolicy` becomes RELAXED, an omitted `requirePkce` becomes true.',
})
export class UpdateClientInputObject implements UpdateClientInput {
  @Field(() => ID, { description: 'The `client_id` of the client to change.' })
  id!: string;
}

declareFields(
  UpdateClientInputObject,
  'input',
  SETTING_ENTRIES.map(([name, setting]) => {
    const whenNull = setting.type.isList
      ? 'If you send null, the list becomes empty.'
      : 'If you send null, the value is removed.';
    const description = isClearable(setting) ? `${setting.description} ${whenNull}` : setting.description;
    return [name, { type: setting.type, description, nullable: true }];
  }),
);

@InputType('DeleteClientInput', { description: 'Which client to delete.' })
export class DeleteClientInputObject {
  @Field(() => ID, { description: 'The `client_id` of the client to delete.' })
  id!: string;
}

@InputType('AddClientSecretInput', {
  description:
    'The client that gets another secret, and the time after which the current secrets of the client expire. A client can have at most two secrets. If the client already has two, the server answers CONFLICT.',
})
export class AddClientSecretInputObject {
  @Field(() => ID, { description: 'The `client_id` of the client that gets the secret.' })
  clientId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The number of seconds from now after which the current secrets of the client expire: from 0 to 31536000 (a year). If you omit this field, the current secrets keep their expiry.',
  })
  expireOthersIn?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A secret that the application already has from another provider: 8 to 512 ASCII characters. A secret of fewer than 32 bytes authenticates the client but signs nothing. Default: a random secret.',
  })
  clientSecret?: string | null;
}

@InputType('RemoveClientSecretInput', { description: 'The secret to remove, and the client that has it.' })
export class RemoveClientSecretInputObject {
  @Field(() => ID, { description: 'The `client_id` of the client that has the secret.' })
  clientId!: string;

  @Field(() => ID, { description: 'The id of the secret to remove.' })
  secretId!: string;
}
