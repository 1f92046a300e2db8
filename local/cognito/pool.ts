import { Router } from 'cognito-local/lib/server/Router.js';
import type { AppClient } from 'cognito-local/lib/services/appClient.js';
import { DateClock } from 'cognito-local/lib/services/clock.js';
import { CognitoServiceFactoryImpl } from 'cognito-local/lib/services/cognitoService.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import type { Triggers } from 'cognito-local/lib/services/triggers/index.js';
import {
	UserPoolServiceFactoryImpl,
	type UserPoolService,
} from 'cognito-local/lib/services/userPoolService.js';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Mailbox } from '../inbox/mailbox.ts';
import type { Resource, Template } from '../template/template.ts';
import { accountFiles } from './account-file.ts';
import { codeMails, newCode } from './codes.ts';
import { readPasswordPolicy, type PasswordPolicy } from './password-policy.ts';
import { hashPassword, isHash } from './passwords.ts';
import { SigningKey } from './signing-key.ts';
import { tokenGenerator } from './tokens.ts';

/** The template's user pool and its clients, run by cognito-local inside this process. */
export interface Pool {
	readonly id: string;
	readonly issuer: string;
	readonly clients: readonly AppClient[];
	/** Seconds that a rotated refresh token still works, by the clients that rotate. */
	readonly rotation: ReadonlyMap<string, number>;
	readonly policy: PasswordPolicy;
	readonly key: SigningKey;
	readonly users: UserPoolService;
	readonly context: Context;
	/** Tokens for a user who has been authenticated. */
	readonly tokens: ReturnType<typeof tokenGenerator>;
	readonly messages: ReturnType<typeof codeMails>;
	/** Runs one action of the user pools API as cognito-local understands it. */
	readonly run: (action: string, input: unknown) => Promise<unknown>;
}

export interface PoolOptions {
	readonly template: Template;
	readonly dataDir: string;
	readonly mailbox: Mailbox;
}

const Count = v.optional(v.union([v.number(), v.pipe(v.string(), v.transform(Number))]));
const ClientSchema = v.object({
	UserPoolId: v.string(),
	AccessTokenValidity: Count,
	IdTokenValidity: Count,
	RefreshTokenValidity: Count,
	TokenValidityUnits: v.optional(
		v.partial(v.object({ AccessToken: v.string(), IdToken: v.string(), RefreshToken: v.string() })),
		{},
	),
});
const RotationSchema = v.object({
	RefreshTokenRotation: v.optional(
		v.object({
			Feature: v.picklist(['ENABLED', 'DISABLED']),
			RetryGracePeriodSeconds: v.optional(v.number(), 0),
		}),
	),
});
const GroupSchema = v.object({ GroupName: v.string() });
const PoolSchema = v.object({
	AutoVerifiedAttributes: v.optional(v.array(v.string()), ['email']),
	MfaConfiguration: v.optional(v.picklist(['OFF', 'ON', 'OPTIONAL']), 'OFF'),
});

export async function openPool({ template, dataDir, mailbox }: PoolOptions): Promise<Pool> {
	const resource = template.resource('AWS::Cognito::UserPool');
	const directory = join(dataDir, 'cognito');
	const key = await SigningKey.open(directory);
	const issuer = resource.attributes.ProviderURL ?? '';
	const context: Context = { logger: silentLog() };
	const stores = accountFiles(join(directory, 'db'));
	const clock = new DateClock();
	const declared = v.parse(PoolSchema, resource.properties);
	const options = { UsernameAttributes: ['email'], ...declared };
	const cognito = await new CognitoServiceFactoryImpl(
		join(directory, 'db'),
		stores,
		new UserPoolServiceFactoryImpl(clock, stores),
	).create(context, options);

	await cognito.createUserPool(context, { Id: resource.ref });
	const users = await cognito.getUserPool(context, resource.ref);
	// What the template says today counts, not what it said when the data was made.
	await users.updateOptions(context, { ...users.options, ...options });
	const clients = template.resources('AWS::Cognito::UserPoolClient').map(toClient);
	for (const client of clients) await users.saveAppClient(context, client);
	await makeGroups(template, users, context);
	await hashPlainPasswords(users, context);

	const messages = codeMails(mailbox, resource.properties);
	const tokens = tokenGenerator(key, issuer);
	const route = Router({
		clock,
		cognito,
		config: unusedConfig(options),
		messages,
		otp: newCode,
		tokenGenerator: tokens,
		triggers: noTriggers(),
	});
	return {
		id: resource.ref,
		issuer,
		clients,
		rotation: rotations(template),
		policy: readPasswordPolicy(resource.properties),
		key,
		users,
		context,
		tokens,
		messages,
		run: (action, input) => route(action)(context, input) as Promise<unknown>,
	};
}

/** An earlier version kept passwords as they were typed. */
async function hashPlainPasswords(users: UserPoolService, context: Context): Promise<void> {
	for (const user of await users.listUsers(context)) {
		if (isHash(user.Password)) continue;
		await users.saveUser(context, { ...user, Password: await hashPassword(user.Password) });
	}
}

/** Those that the template declares; one that is there keeps its members. */
async function makeGroups(
	template: Template,
	users: UserPoolService,
	context: Context,
): Promise<void> {
	const known = (await users.listGroups(context)).map((group) => group.GroupName);
	for (const { properties } of template.resources('AWS::Cognito::UserPoolGroup')) {
		const { GroupName } = v.parse(GroupSchema, properties);
		if (known.includes(GroupName)) continue;
		const now = new Date();
		await users.saveGroup(context, { GroupName, CreationDate: now, LastModifiedDate: now });
	}
}

function toClient(resource: Resource): AppClient {
	const declared = v.parse(ClientSchema, resource.properties);
	const lifetimes = Object.entries(declared).filter(([, value]) => value !== undefined);
	return {
		...(Object.fromEntries(lifetimes) as Omit<typeof declared, never>),
		ClientId: resource.ref,
		ClientName: resource.logicalId,
		CreationDate: new Date(),
		LastModifiedDate: new Date(),
	} as AppClient;
}

function rotations(template: Template): ReadonlyMap<string, number> {
	return new Map(
		template.resources('AWS::Cognito::UserPoolClient').flatMap(({ ref, properties }) => {
			const rotation = v.parse(RotationSchema, properties).RefreshTokenRotation;
			return rotation?.Feature === 'ENABLED' ? [[ref, rotation.RetryGracePeriodSeconds]] : [];
		}),
	);
}

function unusedConfig(UserPoolDefaults: { readonly UsernameAttributes: string[] }) {
	return {
		LambdaClient: {},
		TriggerFunctions: {},
		UserPoolDefaults,
		ServerConfig: { port: 0, hostname: '127.0.0.1', development: false, https: false },
		TokenConfig: {},
	};
}

/** The pool calls no functions; cognito-local asks before it uses any of these. */
function noTriggers(): Triggers {
	const refuse = (): Promise<never> => Promise.reject(new Error('The user pool has no triggers'));
	return {
		enabled: () => false,
		customMessage: refuse,
		customEmailSender: refuse,
		postAuthentication: refuse,
		postConfirmation: refuse,
		preSignUp: refuse,
		preTokenGeneration: refuse,
		userMigration: refuse,
	};
}

function silentLog(): Context['logger'] {
	const silent = (): void => undefined;
	const log: Context['logger'] = {
		child: () => log,
		debug: silent,
		error: silent,
		info: silent,
		warn: silent,
	};
	return log;
}
