import type { User } from 'cognito-local/lib/services/userPoolService.js';
import { randomUUID } from 'node:crypto';
import { hashPassword, isPassword } from './passwords.ts';
import type { Pool } from './pool.ts';

/** A person with a confirmed account. */
export interface Person {
	readonly email: string;
	/** The one they were made with. */
	readonly password: string;
	/** False where the person has another password by now, which is known to them alone. */
	readonly hasPassword: boolean;
	readonly sub: string;
}

export interface SignedInPerson extends Person {
	readonly accessToken: string;
	readonly idToken: string;
	readonly refreshToken: string;
}

export interface NewPerson {
	readonly email: string;
	readonly password: string;
	/** Of the pool's groups, those to belong to. */
	readonly groups?: readonly string[];
}

/** Makes a confirmed account, as an administrator could; an account that is there is kept. */
export async function createPerson(
	pool: Pool,
	{ email, password, groups = [] }: NewPerson,
): Promise<Person> {
	const known = await pool.users.getUserByUsername(pool.context, email);
	if (known) {
		await join(pool, known, groups);
		const hasPassword = await isPassword(password, known.Password);
		return { email, password, hasPassword, sub: known.Username };
	}
	const sub = randomUUID();
	const user: User = {
		Username: sub,
		Password: await hashPassword(password),
		Enabled: true,
		RefreshTokens: [],
		UserStatus: 'CONFIRMED',
		UserCreateDate: new Date(),
		UserLastModifiedDate: new Date(),
		Attributes: [
			{ Name: 'sub', Value: sub },
			{ Name: 'email', Value: email },
			{ Name: 'email_verified', Value: 'true' },
		],
	};
	await pool.users.saveUser(pool.context, user);
	await join(pool, user, groups);
	return { email, password, hasPassword: true, sub };
}

async function join(pool: Pool, user: User, groups: readonly string[]): Promise<void> {
	for (const name of groups) {
		const group = await pool.users.getGroupByGroupName(pool.context, name);
		if (!group) throw new Error(`The template declares no group ${name}`);
		await pool.users.addUserToGroup(pool.context, group, user);
	}
}

/** Tokens for a person, as a sign-in with the pool's first client gives them. */
export async function signIn(pool: Pool, person: Person): Promise<SignedInPerson> {
	const [client] = pool.clients;
	const user = await pool.users.getUserByUsername(pool.context, person.sub);
	if (!client || !user) throw new Error(`${person.email} cannot sign in`);
	const tokens = await pool.tokens.generate(
		pool.context,
		user,
		await pool.users.listUserGroupMembership(pool.context, user),
		client,
		undefined,
		'Authentication',
	);
	await pool.users.storeRefreshToken(pool.context, tokens.RefreshToken, user);
	return {
		...person,
		accessToken: tokens.AccessToken,
		idToken: tokens.IdToken,
		refreshToken: tokens.RefreshToken,
	};
}
