import { join } from 'node:path';
import * as v from 'valibot';
import type { Mailbox } from '../inbox/mailbox.ts';
import type { Template } from '../template/template.ts';
import { AccountFile } from './account-file.ts';
import type { Account } from './account.ts';
import { toClient, type Client } from './client.ts';
import {
	customMessage,
	customMessageArn,
	customMessageEvent,
	type InvokeFunction,
	type MailOccasion,
} from './custom-message.ts';
import { UserPoolError } from './errors.ts';
import { poolMails, type Mails } from './mails.ts';
import { readPasswordPolicy, type PasswordPolicy } from './password-policy.ts';
import { SigningKey } from './signing-key.ts';
import type { Identity } from './srp.ts';
import { Tokens } from './tokens.ts';

/** The template's user pool and its clients. */
export interface Pool {
	readonly id: string;
	readonly arn: string;
	readonly issuer: string;
	readonly clients: readonly Client[];
	/** Throws `ResourceNotFoundException` for an id that the template declares no client of. */
	client(id: string): Client;
	readonly groups: readonly string[];
	readonly policy: PasswordPolicy;
	/** Whether people may sign up by themselves. */
	readonly isOpen: boolean;
	readonly key: SigningKey;
	readonly accounts: AccountFile;
	readonly tokens: Tokens;
	readonly mails: Mails;
	/** What a person's password verifier is bound to. */
	identity(account: Pick<Account, 'sub'>): Identity;
}

export interface PoolOptions {
	readonly template: Template;
	readonly dataDir: string;
	readonly mailbox: Mailbox;
	/** For the functions that the pool names; without it they are not called. */
	readonly invoke?: InvokeFunction;
}

const GroupSchema = v.object({ GroupName: v.string() });
const Flag = v.union([
	v.boolean(),
	v.pipe(
		v.string(),
		v.transform((text) => text === 'true'),
	),
]);
const PoolSchema = v.object({
	AdminCreateUserConfig: v.optional(
		v.object({ AllowAdminCreateUserOnly: v.optional(Flag, false) }),
		{},
	),
});

export async function openPool({ template, dataDir, mailbox, invoke }: PoolOptions): Promise<Pool> {
	const resource = template.resource('AWS::Cognito::UserPool');
	const directory = join(dataDir, 'cognito');
	const key = await SigningKey.open(directory);
	const id = resource.ref;
	const issuer = resource.attributes.ProviderURL ?? '';
	const clients = template.resources('AWS::Cognito::UserPoolClient').map(toClient);
	const { AdminCreateUserConfig } = v.parse(PoolSchema, resource.properties);
	const writer = customMessageArn(resource.properties);
	const { region } = template.account;
	const write =
		writer === undefined || invoke === undefined
			? undefined
			: (mail: MailOccasion) =>
					customMessage(() => invoke(writer, customMessageEvent({ id, region }, mail)));
	const poolName = id.slice(id.indexOf('_') + 1);
	return {
		id,
		arn: resource.attributes.Arn ?? '',
		issuer,
		clients,
		client: (clientId) => {
			const client = clients.find((each) => each.id === clientId);
			if (client) return client;
			throw new UserPoolError(
				'ResourceNotFoundException',
				`User pool client ${clientId} does not exist.`,
			);
		},
		groups: template
			.resources('AWS::Cognito::UserPoolGroup')
			.map(({ properties }) => v.parse(GroupSchema, properties).GroupName),
		policy: readPasswordPolicy(resource.properties),
		isOpen: !AdminCreateUserConfig.AllowAdminCreateUserOnly,
		key,
		accounts: new AccountFile({
			file: join(directory, `${id}.json`),
			former: join(directory, 'db', `${id}.json`),
		}),
		tokens: new Tokens(key, issuer),
		mails: poolMails({ mailbox, poolProperties: resource.properties, write }),
		identity: ({ sub }) => ({ poolName, userId: sub }),
	};
}
