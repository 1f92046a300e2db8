import { LEFT_OUT_NAME, leftOutText } from '$lib/vault/download/left-out';
import { planZip } from '$lib/vault/download/zip-plan';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

let vault: FakeVaultApi;

beforeEach(() => {
	vault = new FakeVaultApi({ pageSize: 2 });
});

describe('the plan of a zip', () => {
	it('holds everything below a folder, empty folders too', async () => {
		const folder = vault.addFolder('trip');
		const day = vault.addFolder('day 1', folder.id);
		vault.addFolder('day 2', folder.id);
		for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) vault.addFile(name, day.id);

		const plan = await planZip(vault.call, [folder]);

		expect(plan.files.map(({ path }) => path)).toEqual([
			'trip/day 1/a.jpg',
			'trip/day 1/b.jpg',
			'trip/day 1/c.jpg',
		]);
		expect(plan.emptyFolders).toEqual(['trip/day 2/']);
		expect(plan.totalBytes).toBe(3000);
	});

	it('leaves out what cannot be read, and names it', async () => {
		const plan = await planZip(vault.call, [
			vault.addFile('at hand'),
			vault.addFile('archived', undefined, { storageClass: 'GLACIER' }),
		]);

		expect(plan.files.map(({ path }) => path)).toEqual(['at hand']);
		expect(plan.archived.map(({ path }) => path)).toEqual(['archived']);
		expect(leftOutText(plan)).toContain('\narchived (1000 B)\n');
	});

	it('keeps the name of the list of what is left out free', async () => {
		const plan = await planZip(vault.call, [vault.addFile(LEFT_OUT_NAME)]);

		expect(plan.files[0]?.path).toBe('Left out of this zip (1).txt');
	});

	it('leaves out what has no bytes any more, and counts it by itself', async () => {
		const plan = await planZip(vault.call, [
			vault.addFile('at hand'),
			vault.addFile('missing', undefined, {
				storageClass: 'GLACIER',
				missingSince: '2020-12-03T12:00:00Z',
			}),
		]);

		expect(plan.files.map(({ path }) => path)).toEqual(['at hand']);
		expect(plan.missing.map(({ path }) => path)).toEqual(['missing']);
		expect(plan.archived).toEqual([]);
		expect(leftOutText(plan)).toContain('bytes are missing:\n\nmissing (1000 B)\n');
	});

	it('takes along what is restored, and leaves out what is still being restored', async () => {
		const until = (ms: number) => new Date(Date.now() + ms).toISOString();
		const storageClass = 'GLACIER';
		const plan = await planZip(vault.call, [
			vault.addFile('restored', undefined, { storageClass, restoredUntil: until(60_000) }),
			vault.addFile('gone', undefined, { storageClass, restoredUntil: until(-1) }),
			vault.addFile('restoring', undefined, { storageClass, readyAbout: until(60_000) }),
		]);

		expect(plan.files.map(({ path }) => path)).toEqual(['restored']);
		expect(plan.archived.map(({ path }) => path)).toEqual(['gone', 'restoring']);
	});

	it('calls each what every system can unpack', async () => {
		const folder = vault.addFolder('CON');
		vault.addFile('a:b?', folder.id);

		const plan = await planZip(vault.call, [folder]);

		expect(plan.files[0]?.path).toBe('_CON/a_b_');
	});

	it('numbers names that only Windows takes for the same', async () => {
		const plan = await planZip(vault.call, [
			vault.addFile('a.txt'),
			vault.addFile('A.txt'),
			vault.addFile('a?'),
			vault.addFile('a_'),
			vault.addFile('.env'),
			vault.addFile('.ENV'),
		]);

		expect(plan.files.map(({ path }) => path)).toEqual([
			'a.txt',
			'A (1).txt',
			'a_',
			'a_ (1)',
			'.env',
			'.ENV (1)',
		]);
	});
});
