import { Field, ID, InputType, Int } from 'type-graphql';
import { defaultText, isClearable } from '../admin/clients/client-defaults.js';
import type { CreateClientInput, UpdateClientInput } from '../admin/clients/client-input.js';
import { SETTING_ENTRIES } from '../admin/clients/client-settings.js';
import { declareFields } from './value-fields.js';

@InputType('CreateClientInput', {
  description: 'The settings of a new client. A setting that you omit gets its default.',
})
export class CreateClientInputObject implements CreateClientInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The `client_id`: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id.',
  })
  id?: string | null;

  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The issuer of the client. It cannot be changed later. Default: "default".',
  })
  issuerId?: string | null;
}

declareFields(
  CreateClientInputObject,
  SETTING_ENTRIES.filter(([, { isFixedInNew }]) => isFixedInNew !== true).map(([name, setting]) => {
    const text = defaultText(setting);
    const description = text === undefined ? setting.description : `${setting.description} Default: ${text}.`;
    return [name, { type: setting.type, description, nullable: setting.isRequired !== true }];
  }),
);

@InputType('UpdateClientInput', {
  description:
    'The settings to change. A setting that you omit keeps its value, or gets the default of FAPI2 if the client becomes a FAPI2 client.',
})
export class UpdateClientInputObject implements UpdateClientInput {
  @Field(() => ID, { description: 'The id of the client.' })
  id!: string;
}

declareFields(
  UpdateClientInputObject,
  SETTING_ENTRIES.map(([name, setting]) => {
    const description = isClearable(setting) ? `${setting.description} \`null\` clears it.` : setting.description;
    return [name, { type: setting.type, description, nullable: true }];
  }),
);

@InputType('DeleteClientInput', { description: 'The client to delete.' })
export class DeleteClientInputObject {
  @Field(() => ID, { description: 'The id of the client.' })
  id!: string;
}

@InputType('AddClientSecretInput', {
  description:
    'The client that gets another secret. A client has at most two secrets: a third is rejected with CONFLICT.',
})
export class AddClientSecretInputObject {
  @Field(() => ID, { description: 'The id of the client.' })
  clientId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The seconds until the present secrets expire, at most 31536000 (a year). If you omit it, they stay valid.',
  })
  expireOthersIn?: number | null;
}

@InputType('RemoveClientSecretInput', { description: 'The secret to remove.' })
export class RemoveClientSecretInputObject {
  @Field(() => ID, { description: 'The id of the client.' })
  clientId!: string;

  @Field(() => ID, { description: 'The id of the secret.' })
  secretId!: string;
}
