import { createHash, createHmac, getDiffieHellman, hkdfSync } from 'node:crypto';
import type { Pool } from '../../../../local/cognito/pool.ts';

/** The client's half of SRP, written apart from the pool's: only what it must show of a password. */
const N = getDiffieHellman('modp15').getPrime('hex');
const PRIVATE_A = 0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdefn;

interface Asked {
	run(action: string, input: Readonly<Record<string, unknown>>): unknown;
}
interface PasswordChallenge {
	readonly ChallengeParameters: {
		readonly SALT: string;
		readonly SRP_B: string;
		readonly SECRET_BLOCK: string;
		readonly USER_ID_FOR_SRP: string;
	};
}

/** InitiateAuth and the answer to its challenge; resolves to what the pool asks for or gives next. */
export async function showPassword(
	pool: Pool,
	actions: Asked,
	{ email, password }: { readonly email: string; readonly password: string },
): Promise<unknown> {
	const ClientId = pool.clients[0]?.id ?? '';
	const A = pow(2n, PRIVATE_A);
	const challenge = (await actions.run('InitiateAuth', {
		ClientId,
		AuthFlow: 'USER_SRP_AUTH',
		AuthParameters: { USERNAME: email, SRP_A: A.toString(16) },
	})) as PasswordChallenge;
	const { SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP } = challenge.ChallengeParameters;
	const B = BigInt(`0x${SRP_B}`);
	const u = hash(padded(A) + padded(B));
	const poolName = pool.id.split('_')[1] ?? '';
	const inner = createHash('sha256').update(`${poolName}${USER_ID_FOR_SRP}:${password}`);
	const x = hash(padded(BigInt(`0x${SALT}`)) + inner.digest('hex'));
	const n = BigInt(`0x${N}`);
	const k = hash(padded(n) + padded(2n));
	const base = (((B - k * pow(2n, x)) % n) + n) % n;
	const S = pow(base, PRIVATE_A + u * x);
	const key = hkdfSync('sha256', hex(padded(S)), hex(padded(u)), 'Caldera Derived Key', 16);
	const TIMESTAMP = 'Mon Nov 30 07:00:00 UTC 2026';
	const signature = createHmac('sha256', Buffer.from(key))
		.update(poolName + USER_ID_FOR_SRP)
		.update(Buffer.from(SECRET_BLOCK, 'base64'))
		.update(TIMESTAMP);
	return actions.run('RespondToAuthChallenge', {
		ClientId,
		ChallengeName: 'PASSWORD_VERIFIER',
		ChallengeResponses: {
			USERNAME: USER_ID_FOR_SRP,
			PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
			PASSWORD_CLAIM_SIGNATURE: signature.digest('base64'),
			TIMESTAMP,
		},
	});
}

function pow(base: bigint, exponent: bigint): bigint {
	const n = BigInt(`0x${N}`);
	return Array.from(exponent.toString(2)).reduce(
		(result, bit) => (result * result * (bit === '1' ? base : 1n)) % n,
		1n,
	);
}

function padded(value: bigint): string {
	const digits = value.toString(16);
	const even = digits.length % 2 === 1 ? `0${digits}` : digits;
	return /^[89a-f]/.test(even) ? `00${even}` : even;
}

function hash(text: string): bigint {
	return BigInt(`0x${createHash('sha256').update(hex(text)).digest('hex')}`);
}

function hex(text: string): Buffer {
	return Buffer.from(text, 'hex');
}
