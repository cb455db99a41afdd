import { Arg, Args, ArgsType, Ctx, Field, ID, Mutation, Query, Resolver } from 'type-graphql';
import { sendTestMail } from '../admin/mails/test-mail.js';
import { readPage } from '../admin/page-read.js';
import type { MailState } from '../model/server/mail.js';
import { type ConnectionObject, connection } from './connection.js';
import { MailConnection } from './connections.js';
import type { GraphqlContext } from './graphql-context.js';
import {
  type MailObject,
  MailStateEnum,
  mailObject,
  SendTestMailInputObject,
  SendTestMailPayload,
} from './mail-objects.js';
import { PageArgs } from './page-args.js';
import { Permission } from './permission-guard.js';

@ArgsType()
export class MailArgs extends PageArgs {
  @Field(() => MailStateEnum, { nullable: true, description: 'Lists only mails in this state.' })
  state?: MailState | null;

  @Field(() => ID, { nullable: true, description: 'Lists only mails about the user with this id.' })
  userId?: string | null;
}

@Resolver()
export class MailResolver {
  @Permission('users:read')
  @Query(() => MailConnection, { description: 'Lists the mails of the last 30 days, newest first.' })
  async mails(
    @Args(() => MailArgs) args: MailArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<MailObject>> {
    const filter = { state: args.state ?? undefined, userId: args.userId ?? undefined };
    const page = await readPage(args, (request) => deps.store.mails.page(request, filter));
    return connection(page, mailObject, () => deps.store.mails.count(filter));
  }

  @Permission('users:read')
  @Query(() => Boolean, {
    description:
      'Whether the server can send mails, because `SMTP_URL` is set. The check MAIL of `server` says whether the mail server accepts them.',
  })
  sendsMails(@Ctx() { deps }: GraphqlContext): boolean {
    return deps.config.mail !== undefined;
  }

  @Permission('users:write')
  @Mutation(() => SendTestMailPayload, {
    description:
      'Sends a test mail. The response does not wait for the mail server: read the state of the mail with the query `mails`.',
  })
  async sendTestMail(
    @Arg('input', () => SendTestMailInputObject, { description: 'The recipient of the test mail.' })
    input: SendTestMailInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<SendTestMailPayload> {
    return { mail: mailObject(await sendTestMail(deps, caller, input)) };
  }
}
