import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

const KEY_BYTES = 32;
/** `scrypt$SALT$KEY` in base64url, with Node's own costs (N 16384, r 8, p 1). */
const STORED = /^scrypt\$([\w-]{22})\$([\w-]{43})$/;

/** What is kept in place of a password. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const key = await derive(password, salt, KEY_BYTES);
	return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
	const [, salt, key] = STORED.exec(stored) ?? [];
	if (salt === undefined || key === undefined) return false;
	const given = await derive(password, Buffer.from(salt, 'base64url'), KEY_BYTES);
	return timingSafeEqual(given, Buffer.from(key, 'base64url'));
}

const UNKNOWN = hashPassword(randomBytes(16).toString('hex'));

/** False for what an earlier version kept: the password as it was typed. */
export function isHash(stored: string): boolean {
	return STORED.test(stored);
}

/**
 * What cognito-local, which compares texts, is given in place of a typed password: what is stored if it
 * is the right one, else a text that no account has. A stored hash typed as a password is not right.
 */
export async function comparable(password: unknown, stored: string | undefined): Promise<string> {
	const given = typeof password === 'string' ? password : '';
	// As long for an unknown person as for a wrong password.
	const against = stored ?? (await UNKNOWN);
	const isRight = (await isPassword(given, against)) && stored !== undefined;
	return isRight ? stored : randomBytes(16).toString('hex');
}
