import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Kept } from '../../screens/kept.ts';

let root: string;

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'cloudvault-kept-'));
	for (const directory of ['build/assets', '.serverless', 'tests/screens', 'tests/seed'])
		await mkdir(join(root, directory), { recursive: true });
	await writeFile(join(root, 'build/assets/app.js'), 'first');
});

afterEach(() => rm(root, { recursive: true }));

const ofSources = (options = { anew: false }): Promise<Kept> => Kept.ofSources(root, options);

test('has what was kept of the same sources, in another run too', async () => {
	await (await ofSources()).keep('list.png', Buffer.from('picture'));

	const kept = await ofSources();

	expect(kept.has('list.png')).toBe(true);
	expect(String(await kept.read('list.png'))).toBe('picture');
	expect(kept.has('menu.png')).toBe(false);
});

test.each(['build/assets/app.js', '.serverless/vault.zip', 'tests/screens/walk.ts'])(
	'forgets what was kept before %s changed',
	async (file) => {
		await (await ofSources()).keep('list.png', 'picture');
		await writeFile(join(root, file), 'second');

		expect((await ofSources()).has('list.png')).toBe(false);
		expect(await readdir(join(root, 'node_modules/.cache/cloudvault/screens'))).toHaveLength(1);
	},
);

test('forgets what is asked for anew', async () => {
	await (await ofSources()).keep('list.png', 'picture');

	expect((await ofSources({ anew: true })).has('list.png')).toBe(false);
});
