import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SigningHash } from '../../../../lambdas/adapters/signing-hash.ts';

const signed = Buffer.from('what is signed');
const derived = createHash('sha256').update('a derived key').digest();
/** The same bytes, as a view into a larger buffer and as a buffer of their own. */
const secrets = {
	text: derived.toString('hex'),
	bytes: new Uint8Array(derived),
	view: Buffer.concat([Buffer.alloc(8), derived]).subarray(8),
	buffer: new Uint8Array(derived).buffer,
};

async function hexOf(hash: SigningHash): Promise<string> {
	hash.update(signed);
	return Buffer.from(await hash.digest()).toString('hex');
}

describe('the hash of the signer', () => {
	it('is SHA-256 where there is no secret, again after a reset', async () => {
		const expected = createHash('sha256').update(signed).digest('hex');
		const hash = new SigningHash();

		expect(await hexOf(hash)).toBe(expected);
		hash.reset();
		expect(await hexOf(hash)).toBe(expected);
	});

	it.each(Object.entries(secrets))(
		'is the HMAC of a secret of %s, each time',
		async (_, secret) => {
			const key = typeof secret === 'string' ? secret : derived;
			const expected = createHmac('sha256', key).update(signed).digest('hex');

			for (let time = 0; time < 2; time++)
				expect(await hexOf(new SigningHash(secret))).toBe(expected);
		},
	);

	it('knows one secret from the next', async () => {
		const [one, other] = ['one', 'other'].map((secret) =>
			createHmac('sha256', secret).update(signed).digest('hex'),
		);

		expect(await hexOf(new SigningHash('one'))).toBe(one);
		expect(await hexOf(new SigningHash('other'))).toBe(other);
		expect(await hexOf(new SigningHash('one'))).toBe(one);
	});
});
