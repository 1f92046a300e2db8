import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryVault } from '../../../deploy/try-vault.ts';
import { startStack, type Stack } from '../../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
	stack = await startStack({ site: true });
});
afterAll(async () => {
	await stack.close();
});

describe('trying a deployed vault', () => {
	it('goes the main way and leaves nothing', async () => {
		const said: string[] = [];

		await tryVault({
			apiUrl: stack.apiUrl,
			siteUrl: stack.siteUrl,
			accessToken: (await stack.createUser()).accessToken,
			say: (sentence) => said.push(sentence),
		});

		expect(said).toEqual([
			'The site is there.',
			'Uploaded.',
			'Read back, byte for byte.',
			'The thumbnail comes from the edge, to its owner alone.',
			'Deleted forever.',
		]);
	});

	it('is one sentence where the token does not let it in', async () => {
		const trial = tryVault({
			apiUrl: stack.apiUrl,
			siteUrl: stack.siteUrl,
			accessToken: 'no-token',
			say: () => undefined,
		});

		await expect(trial).rejects.toThrow('POST /vault/open answers 401.');
	});
});
