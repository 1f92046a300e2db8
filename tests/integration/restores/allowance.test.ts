import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginRestore } from '../../../lambdas/restores/begin-restore.ts';
import { quoteRestore } from '../../../lambdas/restores/quote-restore.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
let folderId: string;
const old = Buffer.from('an old file');

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
	folderId = await ann.folder(ann.rootId, 'two');
	await ann.uploadArchived('one', old, folderId);
	await ann.uploadArchived('two', old, folderId);
});

const PLENTY = { files: 100, bytes: 1e9, usd: 100 };

const begin = (entryId: string, allowance: typeof PLENTY, tier: 'Bulk' | 'Expedited' = 'Bulk') =>
	beginRestore({ ...world.deps, allowance }, ann, {
		id: randomUUID(),
		targets: [{ entryId }],
		tier,
		days: 7,
	});

test.each([
	['files', { ...PLENTY, files: 1 }, 'daily_files'],
	['bytes', { ...PLENTY, bytes: 2 * old.length - 1 }, 'daily_bytes'],
	['dollars', { ...PLENTY, usd: 0.019 }, 'daily_usd'],
])('more %s than a person may is refused whole, in the quote too', async (_, allowance, reason) => {
	const asked: string[] = [];
	world.bucket.s3.injectFaults(({ operation }) => {
		asked.push(operation);
		return undefined;
	});

	await expect(begin(folderId, allowance, 'Expedited')).rejects.toMatchObject({
		code: 'restore_refused',
		reason,
	});
	const quote = await quoteRestore({ ...world.deps, allowance }, ann, {
		targets: [{ entryId: folderId }],
		days: 7,
	});

	expect(quote.tiers.at(-1)?.refusal).toBe(reason);
	expect(asked).not.toContain('RestoreObject');
	world.bucket.s3.injectFaults(undefined);
});

test('what was restored within 24 hours counts, and no longer', async () => {
	const allowance = { ...PLENTY, files: 3 };
	const other = await ann.folder(ann.rootId, 'other');
	await ann.uploadArchived('three', old, other);
	await ann.uploadArchived('four', old, other);
	await begin(folderId, allowance);

	await expect(begin(other, allowance)).rejects.toMatchObject({ reason: 'daily_files' });
	await world.passHours(24.1);

	expect((await begin(other, allowance)).job.state).toBe('restoring');
});

test('one person’s restores do not count for another', async () => {
	const allowance = { ...PLENTY, files: 2 };
	await begin(folderId, allowance);
	ann = await world.newUploader();
	const { id } = await ann.uploadArchived('mine', old);

	expect((await begin(id, allowance)).job.state).toBe('restoring');
});
