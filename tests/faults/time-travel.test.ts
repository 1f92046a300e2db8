import { isArchiveClass } from '#contract/archive';
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CrashPoint } from '../../lambdas/runtime/crash-point.ts';
import { packageFunctions } from '../../local/stack/build.ts';
import { property, readTemplate } from '../iac/template.ts';
import { asked, formOf, post, sha256 } from '../support/uploader.ts';
import { bundleVictim, safeFiles, type Victim } from '../support/victim-process.ts';
import { startWorld, type Uploader, type World } from '../support/world.ts';

const DAYS = 90;
const DAY_SECONDS = 24 * 3600;

/** What can happen to an upload whose first answer from S3 was lost, in some order. */
const steps = ['sent again', 'completed', 'first event', 'second event'] as const;
type Step = (typeof steps)[number];

/** Every order of every choice of events that are not lost; the second event cannot come before its version. */
function stories(): readonly (readonly Step[])[] {
	const all = [...permutations(steps)].filter(
		(order) => order.indexOf('sent again') < order.indexOf('second event'),
	);
	const told = [[], ['first event'], ['second event'], ['first event', 'second event']];
	const kept = all.flatMap((order) =>
		told.map((events) => order.filter((step) => !step.includes('event') || events.includes(step))),
	);
	return [...new Map(kept.map((story) => [story.join(), story])).values()];
}

function* permutations<Item>(items: readonly Item[]): Generator<readonly Item[]> {
	if (items.length === 0) yield [];
	for (const [i, item] of items.entries()) {
		for (const rest of permutations(items.toSpliced(i, 1))) yield [item, ...rest];
	}
}

/** What was acknowledged: its entry, and the SHA-256 of its bytes, kept outside of the system. */
type Ledger = Map<string, string>;

let lifecycle: unknown;
beforeAll(async () => {
	await packageFunctions({ root: process.cwd(), log: () => undefined });
	lifecycle = property(readTemplate(), 'VaultBucket.LifecycleConfiguration');
});

async function live(world: World, ann: Uploader, story: readonly Step[]): Promise<string> {
	const bytes = randomBytes(1000);
	const [begun] = await ann.begin([asked(ann.rootId, bytes, { name: story.join(', ') })]);
	const { uploadId, form } = formOf(begun);
	let isAnswerLost = true;
	world.bucket.s3.injectFaults(({ operation }) =>
		operation === 'PostObject' && isAnswerLost ? { then: 'drop-connection' } : undefined,
	);
	await expect(post(form, bytes)).rejects.toThrow();
	isAnswerLost = false;
	const [first] = await world.bucket.takeEvents();
	let second: unknown;
	let acknowledged = '';
	for (const step of story) {
		if (step === 'first event') await world.follow([first]);
		if (step === 'second event') await world.follow([second]);
		if (step === 'sent again') {
			expect(await post(form, bytes)).toBe(204);
			[second] = await world.bucket.takeEvents();
		}
		if (step === 'completed') {
			const claim = { uploadId, checksum: sha256(bytes) };
			const { files } = await ann.can.completeUploads({ uploads: [claim] });
			if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
			acknowledged = `${files[0].file.id} ${sha256(bytes)}`;
		}
	}
	return acknowledged;
}

async function liveAll(world: World, ann: Uploader): Promise<Ledger> {
	const ledger: Ledger = new Map();
	for (const story of stories()) {
		const [entryId = '', hash = ''] = (await live(world, ann, story)).split(' ');
		ledger.set(entryId, hash);
	}
	return ledger;
}

/** Ninety days, S3 applying its rules on each; the daily comparison does not run. */
async function grow(world: World, each: () => Promise<unknown>): Promise<void> {
	for (let day = 1; day <= DAYS; day += 1) {
		world.passSeconds(DAY_SECONDS);
		await world.bucket.s3.applyLifecycle();
		await each();
	}
}

async function unreadable(
	ann: Uploader,
	ledger: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
	const lost: string[] = [];
	for (const [entryId, hash] of ledger) {
		const { status, bytes } = await ann.read(entryId);
		const read = createHash('sha256').update(bytes).digest('base64');
		if (status !== 200 || read !== hash) lost.push(entryId);
	}
	return lost;
}

describe('ninety days after answers were lost, events lost and reordered, and without one comparison', () => {
	let world: World;
	let ann: Uploader;
	beforeAll(async () => {
		world = await startWorld({ lifecycle });
		ann = await world.newUploader();
	});
	afterAll(() => world.close());

	test('every acknowledged file reads, where the sweep runs', async () => {
		const ledger = await liveAll(world, ann);

		await grow(world, () => world.sweep());

		expect(ledger.size).toBe(stories().length);
		expect(await unreadable(ann, ledger)).toEqual([]);
		expect(await world.fsck()).toEqual([]);
	});

	test('every acknowledged file reads, where no sweep runs either', async () => {
		const ledger = await liveAll(world, ann);

		await grow(world, () => Promise.resolve());

		expect(await unreadable(ann, ledger)).toEqual([]);
		await world.sweep();
		expect(await world.fsck()).toEqual([]);
	});
});

describe('ninety days after processes were killed, without one comparison', () => {
	/** Each leaves something half done: a file that is not listed, a listed one of which S3 has not told, a second version. */
	const deaths: readonly (readonly CrashPoint[])[] = [
		// The later life is one of a browser that comes back, sends its form a second time, and dies before it would delete the account.
		['finish.beforeCommit', 'manifest.afterManifest'],
		['finish.afterCommit', 'manifest.afterManifest'],
		['surplus.afterRemoval'],
	];
	let world: World;
	let victim: Victim;
	beforeAll(async () => {
		[world, victim] = await Promise.all([startWorld({ lifecycle }), bundleVictim()]);
	});
	afterAll(async () => {
		await world.close();
		await victim.remove();
	});

	test('every file that they had acknowledged reads, or lies whole in the archive', async () => {
		const ledgers: { readonly person: Uploader; readonly ledger: ReadonlyMap<string, string> }[] =
			[];
		for (const crashes of deaths) {
			const person = await world.newUploader();
			const lines: string[] = [];
			for (const crashAt of crashes) {
				const life = await victim.live(world, person, { seed: crashes.join(), crashAt });
				expect(life.signal, crashAt).toBe('SIGKILL');
				lines.push(...life.lines);
			}
			ledgers.push({ person, ledger: safeFiles(lines) });
		}

		await grow(world, () => world.sweep());
		// Of what was stored and of what the rules moved S3 tells only now.
		await world.follow();

		for (const { person, ledger } of ledgers) {
			expect(ledger.size).toBe(3);
			expect(await lostOf(person, ledger)).toEqual([]);
		}
		// It compares size and checksum of each version with those in S3, of archived ones too.
		expect((await world.fsck()).filter((found) => !found.startsWith('keep '))).toEqual([]);
	});

	/** After sixty days the large one is in the archive, where it cannot be read at once. */
	async function lostOf(person: Uploader, ledger: ReadonlyMap<string, string>) {
		const readable = new Map<string, string>();
		const archived: string[] = [];
		for (const [entryId, hash] of ledger) {
			const { entry } = await person.does.getEntry({ entryId });
			const isArchived = entry.kind === 'file' && isArchiveClass(entry.storageClass);
			if (isArchived) archived.push(entryId);
			else readable.set(entryId, hash);
		}
		expect(archived).toHaveLength(1);
		return unreadable(person, readable);
	}
});

describe('the rule that this bucket does not have', () => {
	let world: World;
	afterAll(() => world.close());

	test('loses files, and this machine of time would have seen it', async () => {
		const expiry = {
			Id: 'leftovers-go',
			Status: 'Enabled',
			Prefix: '',
			NoncurrentVersionExpiration: { NoncurrentDays: 30 },
		};
		const Rules = [...(lifecycle as { Rules: readonly unknown[] }).Rules, expiry];
		world = await startWorld({ lifecycle: { ...(lifecycle as object), Rules } });
		const ann = await world.newUploader();
		const ledger = await liveAll(world, ann);

		await grow(world, () => Promise.resolve());

		expect((await unreadable(ann, ledger)).length).toBeGreaterThan(0);
	});
});
