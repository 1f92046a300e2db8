import { UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRows } from '../../lambdas/rebuild/read-rows.ts';
import { crashPoints, type CrashPoint } from '../../lambdas/runtime/crash-point.ts';
import { bundleVictim, safeFiles, type Life, type Victim } from '../support/victim-process.ts';
import { startWorld, type Uploader, type World } from '../support/world.ts';
import { campaignOf, figures } from './campaign.ts';

/** Kills at each point, for each ending. At 0 each point has one of the two endings, turn about. */
const SHORT = 0;

const campaign = campaignOf(SHORT);
const counts = { kills: 0, 'files acknowledged': 0, lost: 0 };
const hit = new Set<string>();

/** Vaults of one world: each verdict looks at all of them, so a world that grew would make a long run endless. */
const LIVES_IN_A_WORLD = 20;

let world: World;
let lives = 0;
let victim: Victim;

beforeAll(async () => {
	[victim, world] = await Promise.all([bundleVictim(), startWorld()]);
});
afterAll(async () => {
	console.log(figures('crash', campaign, { points: hit.size, ...counts }));
	await world.close();
	await victim.remove();
});

async function expectAllWell(ann: Uploader, lines: readonly string[]): Promise<void> {
	world.turnBack();
	world.passSeconds(UPLOAD_LIFE_SECONDS + 3600);
	await world.sweep();
	await world.reconcile();
	await world.follow((await world.bucket.takeEvents()).filter(isOfCopy));
	expect(await world.goOn()).toMatchObject({ failed: 0 });
	expect(await world.deps.catalog.restores.open(world.deps.clock.now(), 1)).toEqual([]);
	expect(await world.deps.catalog.keepChecks.count(ann.ownerId, 1)).toBe(0);
	expect(await world.fsck()).toEqual([]);
	expect(await world.writeManifests()).toMatchObject({ failed: 0, complete: true });
	// Rejects where a chunk that it names is missing or damaged.
	await readRows(world.bucket.documents, ann.ownerId);
	for (const [entryId, hash] of safeFiles(lines)) {
		counts['files acknowledged'] += 1;
		const { bytes } = await ann.read(entryId).catch(() => ({ bytes: Buffer.from('lost') }));
		const isWhole = createHash('sha256').update(bytes).digest('base64') === hash;
		if (!isWhole) counts.lost += 1;
		expect(isWhole, `file ${entryId} reads as it was acknowledged`).toBe(true);
	}
}

/** S3 has made a copy, for the victim of this test or of one before. */
function isOfCopy(event: unknown): boolean {
	return JSON.stringify(event).includes('ObjectRestore:Completed');
}

function countKill(point: CrashPoint, { signal }: Life): void {
	expect(signal, `${point} is hit`).toBe('SIGKILL');
	hit.add(point);
	counts.kills += 1;
}

async function newVictim(): Promise<Uploader> {
	if (lives === LIVES_IN_A_WORLD) {
		await world.close();
		world = await startWorld();
		lives = 0;
	}
	lives += 1;
	const ann = await world.newUploader();
	await ann.getsNotices(`${ann.ownerId}@example.com`);
	return ann;
}

describe.each(pairs(crashPoints, 'gone'))('killed at %s, round %i', (point, round) => {
	test('and never back, it leaves nothing that one sweep does not heal', async () => {
		const ann = await newVictim();

		const life = await victim.live(world, ann, {
			seed: `${campaign.seed} ${point} gone ${String(round)}`,
			crashAt: point,
		});

		countKill(point, life);
		await expectAllWell(ann, life.lines);
	});
});

describe.each(pairs(crashPoints, 'back'))('killed at %s, round %i', (point, round) => {
	test('and back at once, it finishes what it began', async () => {
		const ann = await newVictim();
		const seed = `${campaign.seed} ${point} back ${String(round)}`;

		const first = await victim.live(world, ann, { seed, crashAt: point });
		const again = await victim.live(world, ann, { seed });

		countKill(point, first);
		await expectAllWell(ann, [...first.lines, ...again.lines]);
	});
});

/** As `tests/campaigns/run.ts` was asked for it, and cuts it into parts. */
function ofThisPart(points: readonly CrashPoint[]): readonly CrashPoint[] {
	const { CAMPAIGN_POINTS = '', CAMPAIGN_PART = '0/1' } = process.env;
	const [part, parts] = CAMPAIGN_PART.split('/').map(Number);
	return points
		.filter((point) => point.startsWith(CAMPAIGN_POINTS))
		.filter((_, i) => i % (parts ?? 1) === part);
}

/** Every point in every round; in the short form each point has one of the two endings, turn about. */
function pairs(
	points: readonly CrashPoint[],
	ending: 'gone' | 'back',
): readonly [CrashPoint, number][] {
	const turn = ending === 'gone' ? 0 : 1;
	if (campaign.size === SHORT) {
		return points.filter((_, i) => i % 2 === turn).map((point) => [point, 1]);
	}
	const rounds = Array.from({ length: campaign.size }, (_, i) => i + 1);
	return ofThisPart(points).flatMap((point) => rounds.map((n): [CrashPoint, number] => [point, n]));
}
