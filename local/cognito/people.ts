import { randomUUID } from 'node:crypto';
import type { Account } from './account.ts';
import type { Pool } from './pool.ts';
import { beginSignIn } from './sign-ins.ts';
import { isPassword, makeVerifier } from './srp.ts';

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
export function createPerson(pool: Pool, { email, password, groups = [] }: NewPerson): Person {
	const unknown = groups.find((name) => !pool.groups.includes(name));
	if (unknown !== undefined) throw new Error(`The template declares no group ${unknown}`);
	const known = pool.accounts.find(email);
	const account = known ?? newAccount(email);
	const kept = account.password;
	const { sub } = pool.accounts.put({
		...account,
		groups: [...new Set([...account.groups, ...groups])],
		// An account that was taken over from an earlier version has none.
		...(kept === undefined && {
			status: 'CONFIRMED' as const,
			password: makeVerifier(pool.identity(account), password),
		}),
	});
	const hasPassword = kept === undefined || isPassword(pool.identity(account), password, kept);
	return { email, password, hasPassword, sub };
}

/** Tokens for a person, as a sign-in with the pool's first client gives them. */
export function signIn(pool: Pool, person: Person): SignedInPerson {
	const [client] = pool.clients;
	const account = pool.accounts.find(person.sub);
	if (!client || !account) throw new Error(`${person.email} cannot sign in`);
	const tokens = beginSignIn(pool, account, client);
	return {
		...person,
		accessToken: tokens.AccessToken,
		idToken: tokens.IdToken,
		refreshToken: tokens.RefreshToken,
	};
}

/** A confirmed account without a password. */
export function newAccount(email: string): Account {
	return {
		sub: randomUUID(),
		email,
		emailVerified: true,
		status: 'CONFIRMED',
		createdAt: Date.now(),
		modifiedAt: Date.now(),
		groups: [],
		signIns: [],
	};
}
