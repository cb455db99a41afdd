import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import { SessionObject } from './session-objects.js';

@Permission('any caller')
@ObjectType('Device', {
  description:
    'The browser and the operating system that the User-Agent header names. Browsers can send any header, so do not rely on it.',
})
class DeviceObject {
  @Field(() => String, { description: 'The device in words, such as `Firefox on Windows`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The browser, such as `Firefox`. Null if it is unknown.' })
  browser!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The operating system, such as `Windows`. Null if it is unknown.',
  })
  system!: string | null;
}

/** Resolves what the address and the header of a session say about the device. */
@Resolver(() => SessionObject)
export class PlaceOfSession {
  @Permission('sessions:read')
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The country of `ipAddress` in two letters, such as `DE` (ISO 3166-1). The server looks it up in a database of its own and asks no other server. Null if it is unknown.',
  })
  country(@Root() { ipAddress }: SessionObject, @Ctx() { countryOf }: GraphqlContext): string | null {
    return countryOf(ipAddress ?? undefined) ?? null;
  }

  @Permission('sessions:read')
  @FieldResolver(() => DeviceObject, {
    nullable: true,
    description: 'The browser and the operating system of `userAgent`. Null if they are unknown.',
  })
  device(@Root() { userAgent }: SessionObject, @Ctx() { deviceOf }: GraphqlContext): DeviceObject | null {
    const { browser, system } = deviceOf(userAgent ?? undefined);
    const known = [browser, system].filter((part) => part !== undefined);
    return known.length === 0 ? null : { name: known.join(' on '), browser: browser ?? null, system: system ?? null };
  }
}
