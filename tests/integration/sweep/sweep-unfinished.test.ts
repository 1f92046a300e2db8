import { UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
});
afterEach(() => world.bucket.s3.injectFaults(undefined));

const objectsOf = async ({ ownerId }: Uploader) =>
	(await world.bucket.contents()).filter((each) => each.includes(ownerId));

describe('what no browser came back for', () => {
	test('is kept if its bytes have arrived', async () => {
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		await post(formOf(begun).form, hello);
		await world.bucket.takeEvents();

		world.passSeconds(UPLOAD_LIFE_SECONDS + 1);
		await Promise.all([world.sweep(), world.sweep()]);

		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5, reservedBytes: 0 });
	});

	test('is stored or gone where the browser comes back at the very moment it expires', async () => {
		const outcomes = new Set<string>();
		for (let i = 0; i < 50; i += 1) {
			world.turnBack();
			const name = `late ${String(i)}.txt`;
			const [begun] = await ann.begin([asked(ann.rootId, hello, { name })]);
			const { uploadId, form } = formOf(begun);
			world.passSeconds(UPLOAD_LIFE_SECONDS + (i % 2));

			const [answer] = await Promise.all([
				post(form, hello).then(() =>
					ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] }),
				),
				pause(i % 10).then(() => world.sweep()),
			]);

			const [done] = answer.files;
			outcomes.add(done?.outcome ?? '');
			const isListed = (await ann.namesIn(ann.rootId)).includes(name);
			expect(isListed).toBe(done?.outcome === 'stored');
			if (done?.outcome === 'stored') {
				expect((await ann.read(done.file.id)).bytes.equals(hello)).toBe(true);
			}
		}

		await world.reconcile();
		const names = await ann.namesIn(ann.rootId);
		expect(await objectsOf(ann)).toHaveLength(names.length);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5 * names.length, reservedBytes: 0 });
		expect(outcomes).toContain('stored');
	});

	test('gives its room back if they have not', async () => {
		await ann.begin([
			asked(ann.rootId, hello),
			asked(ann.rootId, hello, { sizeBytes: 40_000_000, sha256: null }),
		]);

		world.passSeconds(UPLOAD_LIFE_SECONDS + 1);
		await Promise.all([world.sweep(), world.sweep(), world.sweep()]);

		expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
		expect(await objectsOf(ann)).toEqual([]);
	});
});
