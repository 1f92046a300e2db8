import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planVault } from '../../seed/plan.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';

const FILES = 40;
/** Two dozen pictures and some films are drawn, which takes a busy machine half a minute. */
const DRAWING_MS = 120_000;

let stack: Stack;
let ann: Awaited<ReturnType<Stack['createUser']>>;

beforeAll(async () => {
	stack = await startStack();
	ann = await stack.createUser();
});
afterAll(() => stack.close());

function seed(...args: readonly string[]) {
	const command = join(import.meta.dirname, '../../seed/run.ts');
	return promisify(execFile)(process.execPath, [command, '--site', stack.siteUrl, ...args], {
		env: { ...process.env, VAULT_PASSWORD: ann.password },
	});
}

const fill = () => seed('--files', String(FILES), '--email', ann.email);

interface Listed {
	readonly files: readonly {
		name: string;
		contentType: string;
		hasThumb: boolean;
		modifiedAt: string;
	}[];
}

describe('npm run seed', { timeout: DRAWING_MS }, () => {
	test('fills a vault with the files it plans, and pictures with thumbnails', async () => {
		const { stdout } = await fill();

		expect(stdout).toMatch(/^40 files .* 0 were there already\.$/m);
		const { files } = await new VaultClient(stack, ann).call<Listed>('listTimeline', {
			only: 'all',
		});
		const planned = planVault('cloudvault', FILES);
		expect(files.map(({ name }) => name).sort()).toEqual(planned.map(({ name }) => name).sort());
		const pictures = files.filter(({ contentType }) => /^(image|video)\//.test(contentType));
		expect(pictures.length).toBeGreaterThan(0);
		expect(pictures.filter(({ hasThumb }) => !hasThumb)).toEqual([]);
	});

	test('changes nothing when it is run again', async () => {
		const before = await new VaultClient(stack, ann).snapshot();

		const { stdout } = await fill();

		expect(stdout).toMatch(/^0 files .* 40 were there already\.$/m);
		expect(await new VaultClient(stack, ann).snapshot()).toEqual(before);
	});

	test.each([
		[
			'a count that is none',
			['--files', 'many'],
			/--files takes a number from 1 to 100000, not many\./,
		],
		['a wrong password', ['--email', 'nobody@example.com'], /does not let nobody@example\.com in/],
		[
			'a site that is not there',
			['--site', 'http://127.0.0.1:9', '--email', 'a@example.com'],
			/There is no CloudVault at http:\/\/127\.0\.0\.1:9\./,
		],
	])('says of %s what is wrong', async (_what, args, sentence) => {
		await expect(seed(...args)).rejects.toMatchObject({
			stderr: expect.stringMatching(sentence) as string,
		});
	});
});
