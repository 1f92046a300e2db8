import { PART_SIZE_BYTES, UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../lambdas/adapters/mysql-catalog/database.ts';
import type { Finding } from '../../lambdas/fsck/finding.ts';
import { findWrongGrams } from '../../lambdas/fsck/grams.ts';
import { findWrongKeys } from '../../lambdas/fsck/keys.ts';
import { findWrongTotals } from '../../lambdas/fsck/totals.ts';
import { findBrokenTrees } from '../../lambdas/fsck/tree.ts';
import { onBehalfOf } from '../../lambdas/ports/caller.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { codeOf, newPerson, tally, type Person } from '../support/people.ts';
import {
	asked,
	compositeOf,
	formOf,
	partsOf,
	partsPlanOf,
	post,
	put,
	sha256,
} from '../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../support/world.ts';
import { campaignOf, figures } from './campaign.ts';

const campaign = campaignOf(1);
const random = campaign.randomFor('race');
const counts = { 'kinds of race': 0, rounds: 0 };
/** A round of many calls is one of a few milliseconds each: long campaigns take long. */
const TIMEOUT_MS = 30_000 + campaign.size * 20_000;

afterAll(() => {
	console.log(figures('race', campaign, counts));
});

/** Makes it when it is first asked for. */
function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

const times = (n: number) => Array.from({ length: n }, (_, i) => i);

/** One kind of race, run `size` times as often as `rounds` says. */
function race(title: string, run: (round: number) => Promise<void>, rounds = 1): void {
	test(
		title,
		async () => {
			counts['kinds of race'] += 1;
			for (const round of times(rounds * campaign.size)) {
				counts.rounds += 1;
				await run(round);
			}
		},
		TIMEOUT_MS,
	);
}

/** Begins within a few milliseconds of the others, in an order that the seed decides. */
async function soon<T>(run: () => Promise<T>): Promise<T> {
	await pause(random.whole(0, 4));
	return run();
}

/** Each outcome, in the order of the attempts. */
const together = <T>(...attempts: (() => Promise<T>)[]): Promise<T[]> =>
	Promise.all(attempts.map((attempt) => soon(attempt)));

describe('folders and names, at the same time', () => {
	let fresh: FreshDatabase;
	let ann: Person;
	beforeAll(async () => {
		// One for each call at once, as with functions of their own: what they wait for is the lock, not the pool.
		fresh = await freshDatabase({ connectionsMax: 60 });
	});
	afterAll(() => fresh.close());
	beforeEach(async () => {
		ann = await newPerson(fresh.database);
	});
	afterEach(async () => {
		expect(await foundByRows(fresh.database)).toEqual([]);
	});

	race('of fifty folders of one name one is made, however the name is written', async (round) => {
		const spellings = ['Ré', 're\u0301', 'RÉ ', 'RE\u0301'];
		const home = await ann.folder(ann.rootId, String(round));

		const outcomes = await tally(
			times(50).map((i) => ann.folder(home, spellings[i % spellings.length] ?? '')),
		);

		expect(outcomes).toEqual({ ok: 1, name_conflict: 49 });
	});

	race('fifty files of one name, moved to keep both, all get names of their own', async (round) => {
		const to = await ann.folder(ann.rootId, `to ${String(round)}`);
		const homes = await Promise.all(
			times(50).map((i) => ann.folder(ann.rootId, `${String(round)} ${String(i)}`)),
		);
		const files = await Promise.all(homes.map((home) => ann.files(home, ['image.jpg'])));

		const outcomes = await tally(
			files.map((entryIds) =>
				ann.does.moveEntries({ entryIds: [...entryIds], targetId: to, onConflict: 'keep-both' }),
			),
		);

		expect(outcomes).toEqual({ ok: 50 });
		expect(new Set(await ann.namesIn(to)).size).toBe(50);
	});

	race('of two devices that rename the same file the second learns that it is stale', async (n) => {
		const [entryId = ''] = await ann.files(ann.rootId, [`x ${String(n)}`]);

		const outcomes = await tally(
			times(10).map((i) =>
				ann.does.renameEntry({ entryId, name: `${String(n)} ${String(i)}`, rev: 0 }),
			),
		);

		expect(outcomes).toEqual({ ok: 1, stale: 9 });
	});

	race(
		'two folders never end inside each other',
		async (round) => {
			const a = await ann.folder(ann.rootId, `a ${String(round)}`);
			const b = await ann.folder(ann.rootId, `b ${String(round)}`);
			const move = (entryId: string, targetId: string) =>
				ann.does.moveEntries({ entryIds: [entryId], targetId });

			expect(await tally([move(a, b), move(b, a)])).toEqual({ ok: 1, cycle: 1 });
		},
		100,
	);

	race('moves that cross each other all end, none of them failing for a lock', async (round) => {
		const top = await ann.folder(ann.rootId, `top ${String(round)}`);
		const folders = await Promise.all(times(6).map((i) => ann.folder(top, String(i))));
		const files = await ann.files(
			top,
			times(20).map((i) => `file ${String(i)}`),
		);

		const outcomes = await tally(
			// Few enough that the last one has its turn within the time of a request, on a busy machine too.
			times(20).map((i) =>
				ann.does.moveEntries({
					entryIds: i % 2 === 0 ? [...files] : files.toReversed(),
					targetId: folders[i % folders.length] ?? '',
				}),
			),
		);

		expect(outcomes).toEqual({ ok: 20 });
	});

	race(
		'nothing is ever put below a folder that goes to the trash',
		async (round) => {
			const folder = await ann.folder(ann.rootId, `folder ${String(round)}`);
			const [file = ''] = await ann.files(ann.rootId, [`file ${String(round)}`]);

			const [trashed, moved, made] = await Promise.all([
				codeOf(ann.does.trashEntries({ entryIds: [folder] })),
				codeOf(ann.does.moveEntries({ entryIds: [file], targetId: folder })),
				codeOf(ann.folder(folder, 'new')),
			]);

			expect(trashed).toBeUndefined();
			const { trashed: below, entry } = await ann.does.getEntry({ entryId: file });
			if (moved === undefined) expect(below).toBe(true);
			else expect([moved, entry.parentId]).toEqual(['not_found', ann.rootId]);
			expect([undefined, 'not_found']).toContain(made);
		},
		30,
	);

	// Opened once: each has connections of its own, and the server has not many of them.
	const opened = once(() => times(4).map(() => fresh.openAnother()));
	race('several containers of the function see one truth', async (round) => {
		const containers = await Promise.all(opened().map((each) => newPerson(each, ann.ownerId)));

		const outcomes = await tally(
			times(40).map(async (i) => containers[i % 4]?.folder(ann.rootId, `same ${String(round)}`)),
		);

		expect(outcomes).toEqual({ ok: 1, name_conflict: 39 });
	});
});

/** What fsck finds wrong with folders, names and totals. Files have no bytes here, so it is not asked about those. */
async function foundByRows(db: Database): Promise<readonly Finding[]> {
	const found: Finding[] = [];
	for (const find of [findWrongKeys, findWrongGrams, findBrokenTrees, findWrongTotals]) {
		for await (const finding of find(db)) found.push(finding);
	}
	return found.filter(({ message }) => message !== 'is a file whose current version is not there');
}

describe('bytes and rows, at the same time', () => {
	let world: World;
	let ann: Uploader;
	const bytes = Buffer.from('raced');
	const claimOf = (uploadId: string) => ({
		uploads: [{ uploadId, checksum: sha256(bytes) }],
	});
	beforeAll(async () => {
		world = await startWorld();
	});
	afterAll(() => world.close());
	beforeEach(async () => {
		ann = await world.newUploader();
	});
	afterEach(async () => {
		await world.follow();
		world.passSeconds(UPLOAD_LIFE_SECONDS + 3600);
		await world.sweep();
		await world.reconcile();
		world.turnBack();
		expect(await world.fsck()).toEqual([]);
	});

	async function sent(name: string, facts: Parameters<typeof asked>[2] = {}) {
		const [begun] = await ann.begin([asked(ann.rootId, bytes, { name, ...facts })]);
		const { uploadId, form } = formOf(begun);
		expect(await post(form, bytes)).toBe(204);
		return uploadId;
	}

	const hashOf = async (entryId: string) => sha256((await ann.read(entryId)).bytes);

	race(
		'completions and the event of S3 make one version of one file',
		async (round) => {
			await world.follow();
			const before = await ann.usage();
			const uploadId = await sent(`once ${String(round)}`);
			const events = await world.bucket.takeEvents();
			const complete = () => ann.can.completeUploads(claimOf(uploadId));

			const [first, second] = await together(complete, complete, async () => {
				await world.follow([...events, ...events]);
				return undefined;
			});

			const ids = [first, second].map((each) => {
				const file = each?.files[0];
				return file?.outcome === 'stored' ? file.file.id : JSON.stringify(file);
			});
			expect(ids[0]).toBe(ids[1]);
			expect((await ann.does.getEntry({ entryId: ids[0] ?? '' })).versions).toHaveLength(1);
			expect((await ann.usage()).usedBytes - before.usedBytes).toBe(bytes.length);
		},
		5,
	);

	race(
		'an upload that is given up while it is completed is either a file or gone',
		async (round) => {
			const uploadId = await sent(`given up ${String(round)}`);

			const [done, given] = await together<unknown>(
				() => ann.can.completeUploads(claimOf(uploadId)),
				() => ann.can.abortUploads({ uploadIds: [uploadId] }),
			);

			const isStored = JSON.stringify(done).includes('"stored"');
			expect(given).toEqual({ abortedIds: isStored ? [] : [uploadId] });
			const names = await ann.namesIn(ann.rootId);
			expect(names.includes(`given up ${String(round)}`)).toBe(isStored);
		},
		5,
	);

	race(
		'a file that is deleted forever while a version arrives is one of the two, whole',
		async (round) => {
			const name = `deleted ${String(round)}`;
			const { id } = await ann.upload(name, Buffer.from('first'));
			const uploadId = await sent(name, { onConflict: 'new-version' });

			const [done] = await together<unknown>(
				() => ann.can.completeUploads(claimOf(uploadId)),
				async () => {
					await ann.does.trashEntries({ entryIds: [id] });
					return ann.can.purgeEntries({ entryIds: [id] });
				},
			);

			const { files } = done as Awaited<ReturnType<typeof ann.can.completeUploads>>;
			const [file] = files;
			const visible = (await ann.does.listFolder({ folderId: ann.rootId })).entries.filter(
				(entry) => entry.name === name,
			);
			// Acknowledged before it was deleted: the deletion took it with the file.
			if (visible.length === 0)
				expect(await codeOf(ann.does.getEntry({ entryId: id }))).toBe('not_found');
			else expect(await hashOf(visible[0]?.id ?? '')).toBe(sha256(bytes));
			expect(['stored', 'failed']).toContain(file?.outcome);
		},
		5,
	);

	race(
		'the sweep of an upload whose time is over never takes an acknowledged file',
		async (round) => {
			const uploadId = await sent(`late ${String(round)}`);
			world.passSeconds(UPLOAD_LIFE_SECONDS + 1);

			const [done] = await together<unknown>(
				() => ann.can.completeUploads(claimOf(uploadId)),
				() => world.sweep(),
				() => world.sweep(),
			);
			world.turnBack();

			const { files } = done as Awaited<ReturnType<typeof ann.can.completeUploads>>;
			const [file] = files;
			if (file?.outcome !== 'stored') throw new Error(JSON.stringify(file));
			expect(await hashOf(file.file.id)).toBe(sha256(bytes));
		},
		3,
	);

	race('a full vault takes exactly what fits, of forty uploads that begin at once', async () => {
		const sizeBytes = 1000;
		const fits = random.whole(5, 35);
		const bob = await world.newUploader(fits * sizeBytes + random.whole(0, sizeBytes - 1));
		const one = Buffer.alloc(sizeBytes);

		const begun = await Promise.all(
			times(40).map((i) => soon(() => bob.begin([asked(bob.rootId, one, { name: String(i) })]))),
		);

		const outcomes = begun
			.flat()
			.map((each) => (each.outcome === 'refused' ? each.code : each.outcome));
		expect(outcomes.filter((outcome) => outcome === 'send')).toHaveLength(fits);
		expect(outcomes.filter((outcome) => outcome === 'quota_exceeded')).toHaveLength(40 - fits);
		expect(await bob.usage()).toMatchObject({ usedBytes: 0, reservedBytes: fits * sizeBytes });
	});

	race('a batch that is begun ten times at once is begun once', async () => {
		const batch = { id: randomUUID(), fileCount: 3 };
		const before = await ann.usage();
		const files = times(3).map((i) =>
			asked(ann.rootId, bytes, { name: `${batch.id} ${String(i)}` }),
		);

		const begun = await Promise.all(times(10).map(() => soon(() => ann.begin(files, batch))));

		const ids = begun.map((each) => each.map((file) => formOf(file).uploadId).join());
		expect(new Set(ids).size).toBe(1);
		const reserved = (await ann.usage()).reservedBytes - before.reservedBytes;
		expect(reserved).toBe(3 * bytes.length);
	});

	race('parts that are put together twice at once are one file', async (round) => {
		// Two hundred of them are more than one person may have.
		ann = await world.newUploader();
		const large = Buffer.alloc(PART_SIZE_BYTES + 1, round + 1);
		const parts = partsOf(large, PART_SIZE_BYTES);
		const [begun] = await ann.begin([asked(ann.rootId, large, { name: `large ${String(round)}` })]);
		const { uploadId } = partsPlanOf(begun);
		const signed = await ann.can.signParts({
			uploadId,
			parts: parts.map((part, i) => ({ partNumber: i + 1, sha256: sha256(part) })),
		});
		for (const [i, { url, headers }] of signed.parts.entries()) {
			expect(await put(url, headers, parts[i] ?? large)).toBe(200);
		}
		const claim = { uploads: [{ uploadId, checksum: compositeOf(large, PART_SIZE_BYTES) }] };
		const complete = () => ann.can.completeUploads(claim);

		const outcomes = await together(complete, complete);

		// One of them may come while S3 is still putting the parts together, and asks again.
		const { files } = await complete();
		const [file] = files;
		if (file?.outcome !== 'stored') throw new Error(JSON.stringify([outcomes, file]));
		const read = await ann.read(file.file.id);
		expect(createHash('sha256').update(read.bytes).digest('base64')).toBe(sha256(large));
	});

	race('three sweeps at once erase each file once, and give its bytes back once', async (round) => {
		const before = await ann.usage();
		const ids: string[] = [];
		for (const i of times(4)) {
			ids.push((await ann.upload(`${String(round)} ${String(i)}`, bytes)).id);
		}
		await ann.does.trashEntries({ entryIds: ids });
		// Hidden for deletion by a process that died long ago.
		await ann.catalog.withLockedVault(onBehalfOf(ann.ownerId), async ({ purges }, vault) => {
			await purges.hide(vault, { ids, sweepAt: new Date(0), limit: ids.length });
		});

		await together<unknown>(
			() => world.sweep(),
			() => world.sweep(),
			() => world.sweep(),
		);

		expect((await ann.usage()).usedBytes).toBe(before.usedBytes);
		for (const entryId of ids) {
			expect(await codeOf(ann.does.getEntry({ entryId }))).toBe('not_found');
		}
	});

	race(
		'a file that is restored while it is deleted forever is either there, whole, or gone',
		async (round) => {
			const { id } = await ann.upload(`either ${String(round)}`, bytes);
			await ann.does.trashEntries({ entryIds: [id] });

			const [restored, purged] = await together(
				() => codeOf(ann.does.putBackEntries({ entryIds: [id] })),
				() => codeOf(ann.can.purgeEntries({ entryIds: [id] })),
			);

			if (restored === undefined) {
				expect(purged).toBe('not_in_trash');
				expect(await hashOf(id)).toBe(sha256(bytes));
			} else {
				expect([restored, purged]).toEqual(['not_found', undefined]);
				expect(await codeOf(ann.does.getEntry({ entryId: id }))).toBe('not_found');
			}
		},
		5,
	);
});
