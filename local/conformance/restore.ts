import {
	GetObjectCommand,
	ListObjectsV2Command,
	ListObjectVersionsCommand,
	RestoreObjectCommand,
	type RestoreStatus,
	type Tier,
} from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { archive, eventsOf, own } from './own-probe.ts';
import { assertFails, required, type Probe } from './probe.ts';
import type { ConformanceTarget, OwnServer } from './target.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOURS: Readonly<Record<Tier, number>> = { Expedited: 5 / 60, Standard: 5, Bulk: 12 };

interface RestoreWish {
	readonly tier?: Tier;
	readonly days?: number;
	readonly versionId?: string | undefined;
}

/** The status of the answer. */
async function restore(
	target: ConformanceTarget,
	key: string,
	{ tier = 'Standard', days = 2, versionId }: RestoreWish = {},
): Promise<number | undefined> {
	const { $metadata } = await target.client.send(
		new RestoreObjectCommand({
			Bucket: target.bucket,
			Key: key,
			VersionId: versionId,
			RestoreRequest: { Days: days, GlacierJobParameters: { Tier: tier } },
		}),
	);
	return $metadata.httpStatusCode;
}

function request(content: string): string {
	return `<RestoreRequest>${content}</RestoreRequest>`;
}

function tierElement(tier: string): string {
	return `<GlacierJobParameters><Tier>${tier}</Tier></GlacierJobParameters>`;
}

/** As `restore`, with a document of which the SDK knows nothing. */
async function restoreBy(target: ConformanceTarget, key: string, document: string) {
	const client = target.clientWith({});
	client.middlewareStack.add(
		(next) => (input) => {
			(input.request as { body: unknown }).body = document;
			return next(input);
		},
		{ step: 'build', priority: 'high', name: 'replace-document' },
	);
	const command = new RestoreObjectCommand({
		Bucket: target.bucket,
		Key: key,
		RestoreRequest: { Days: 1 },
	});
	const { $metadata } = await client.send(command);
	return $metadata.httpStatusCode;
}

async function restored(target: ConformanceTarget, server: OwnServer, wish: RestoreWish = {}) {
	const key = await archive(target, server);
	await restore(target, key, wish);
	await server.advanceHours(HOURS[wish.tier ?? 'Standard']);
	return key;
}

/** The first midnight, UTC, that is not before `days` from a moment on. */
function midnightAfter(moment: Date, days: number): Date {
	return new Date(Math.ceil(moment.getTime() / DAY_MS + days) * DAY_MS);
}

function expiryHeader(at: Date): string {
	return `ongoing-request="false", expiry-date="${at.toUTCString()}"`;
}

const inProgress = { codes: ['RestoreAlreadyInProgress'], status: 409 };

const terms: readonly Probe[] = [
	own('answers 202 to a restore, and 409 while it is under way', true, async (target, server) => {
		const key = await archive(target, server);
		assert.equal(await restore(target, key), 202);
		assert.equal((await target.head(key)).Restore, 'ongoing-request="true"');
		await assertFails(restore(target, key), inProgress);
		await assertFails(target.read(key), { codes: ['InvalidObjectState'], status: 403 });
	}),
	...(['Expedited', 'Standard', 'Bulk'] as const).map((tier) =>
		own(`takes its time for a restore that is ${tier}`, true, async (target, server) => {
			const key = await archive(target, server);
			await restore(target, key, { tier });
			await server.advanceHours(HOURS[tier] - 1 / 60);
			assert.equal((await target.head(key)).Restore, 'ongoing-request="true"');
			await server.advanceHours(1 / 60);
			assert.equal((await target.read(key)).toString(), 'cold');
		}),
	),
	own(
		'keeps a restored copy until the midnight after its days, and says so with HEAD and GET',
		true,
		async (target, server) => {
			const key = await restored(target, server, { days: 2 });
			const expected = expiryHeader(midnightAfter(server.now(), 2));
			assert.equal((await target.head(key)).Restore, expected);
			const read = new GetObjectCommand({ Bucket: target.bucket, Key: key });
			const { Restore, Body } = await target.client.send(read);
			assert.equal(Restore, expected);
			assert.equal(await Body?.transformToString(), 'cold');
			await server.advanceDays(3);
			assert.equal((await target.head(key)).Restore, undefined);
			await assertFails(target.read(key), { codes: ['InvalidObjectState'], status: 403 });
			assert.equal(await restore(target, key), 202);
		},
	),
	own(
		'answers 200 where a copy is there, and counts its days from now',
		true,
		async (target, server) => {
			const key = await restored(target, server, { days: 2 });
			for (const days of [9, 1]) {
				assert.equal(await restore(target, key, { days, tier: 'Bulk' }), 200);
				const expected = expiryHeader(midnightAfter(server.now(), days));
				assert.equal((await target.head(key)).Restore, expected);
			}
		},
	),
	own('speeds a restore up, and does not slow one down', true, async (target, server) => {
		const key = await archive(target, server);
		await restore(target, key, { tier: 'Bulk' });
		await assertFails(restore(target, key, { tier: 'Bulk' }), inProgress);
		assert.equal(await restore(target, key, { tier: 'Standard' }), 202);
		await assertFails(restore(target, key, { tier: 'Bulk' }), inProgress);
		assert.equal(await restore(target, key, { tier: 'Expedited' }), 202);
		await server.advanceHours(HOURS.Expedited);
		assert.equal((await target.read(key)).toString(), 'cold');
	}),
	own(
		'does not take other days with the faster tier of a restore under way',
		true,
		async (target, server) => {
			const key = await archive(target, server);
			await restore(target, key, { tier: 'Bulk', days: 2 });
			await assertFails(restore(target, key, { tier: 'Expedited', days: 3 }), inProgress);
		},
	),
	own('restores the version named', true, async (target, server) => {
		const key = target.newKey();
		const { versionId } = await target.put(key, 'first');
		await server.advanceDays(61);
		await target.put(key, 'second');
		assert.equal(await restore(target, key, { versionId }), 202);
		await server.advanceHours(HOURS.Standard);
		assert.equal((await target.read(key, versionId)).toString(), 'first');
		assert.equal((await target.head(key)).Restore, undefined);
	}),
	own(
		'answers 503 to Expedited without capacity, and starts nothing',
		true,
		async (target, server) => {
			const key = await archive(target, server);
			server.offerExpedited(false);
			try {
				await assertFails(restore(target, key, { tier: 'Expedited' }), {
					codes: ['GlacierExpeditedRetrievalNotAvailable'],
					status: 503,
				});
				assert.equal((await target.head(key)).Restore, undefined);
				assert.equal(await restore(target, key, { tier: 'Bulk' }), 202);
			} finally {
				server.offerExpedited(true);
			}
			assert.equal(await restore(target, key, { tier: 'Expedited' }), 202);
		},
	),
];

const refusals: readonly Probe[] = [
	required('refuses to restore what is not in the archive', async (target) => {
		const key = target.newKey();
		await target.put(key, 'warm');
		await assertFails(restore(target, key), { codes: ['InvalidObjectState'], status: 403 });
	}),
	required('answers 404 to a restore of what is not there', async (target) => {
		const key = target.newKey();
		await assertFails(restore(target, key), { codes: ['NoSuchKey'], status: 404 });
		const { versionId } = await target.put(key, 'gone');
		await target.remove(key, versionId);
		await assertFails(restore(target, key, { versionId }), {
			codes: ['NoSuchVersion'],
			status: 404,
		});
	}),
	own('refuses a restore that it cannot read', true, async (target, server) => {
		const key = await archive(target, server);
		for (const document of [
			'<RestoreRequest><Days>1</Days>',
			request(''),
			request('<Days>two</Days>'),
			request('<Days>-1</Days>'),
			request(`<Days>1</Days>${tierElement('Instant')}`),
		]) {
			await assertFails(restoreBy(target, key, document), { codes: ['MalformedXML'], status: 400 });
		}
		const noDays = restoreBy(target, key, request('<Days>0</Days>'));
		await assertFails(noDays, { codes: ['InvalidArgument'], status: 400 });
		assert.equal((await target.head(key)).Restore, undefined);
		const document = request(`<Days>1</Days>${tierElement('Bulk')}`);
		assert.equal(await restoreBy(target, key, document), 202);
	}),
];

async function listed(target: ConformanceTarget, key: string) {
	const wanted = {
		Bucket: target.bucket,
		Prefix: key,
		OptionalObjectAttributes: ['RestoreStatus' as const],
	};
	const { Contents } = await target.client.send(new ListObjectsV2Command(wanted));
	const { Versions } = await target.client.send(new ListObjectVersionsCommand(wanted));
	const status: RestoreStatus | undefined = Contents?.[0]?.RestoreStatus;
	assert.deepEqual(Versions?.[0]?.RestoreStatus, status);
	return status;
}

const reports: readonly Probe[] = [
	own('lists what is restored to those who ask for it', true, async (target, server) => {
		const key = await archive(target, server);
		assert.equal(await listed(target, key), undefined);
		await restore(target, key, { days: 2 });
		assert.deepEqual(await listed(target, key), { IsRestoreInProgress: true });
		await server.advanceHours(HOURS.Standard);
		assert.deepEqual(await listed(target, key), {
			IsRestoreInProgress: false,
			RestoreExpiryDate: midnightAfter(server.now(), 2),
		});
		const plain = await target.client.send(
			new ListObjectsV2Command({ Bucket: target.bucket, Prefix: key }),
		);
		assert.equal(plain.Contents?.[0]?.RestoreStatus, undefined);
	}),
	own('tells of each step of a restore once', true, async (target, server) => {
		const key = await restored(target, server, { days: 2 });
		const expiresAt = midnightAfter(server.now(), 2);
		await server.advanceHours(1);
		await server.advanceDays(4);
		await server.advanceDays(1);
		const records = (await eventsOf(server, key)).slice(2);
		assert.deepEqual(
			records.map((each) => each.eventName),
			['ObjectRestore:Post', 'ObjectRestore:Completed', 'ObjectRestore:Delete'],
		);
		assert.deepEqual(
			records.map((each) => each.glacierEventData),
			[
				undefined,
				{
					restoreEventData: {
						lifecycleRestorationExpiryTime: expiresAt.toISOString(),
						lifecycleRestoreStorageClass: 'GLACIER',
					},
				},
				undefined,
			],
		);
		const sequencers = records.map((each) => each.s3.object.sequencer);
		assert.deepEqual(sequencers, sequencers.toSorted());
	}),
	own('tells that a copy has ended before another is on its way', true, async (target, server) => {
		const key = await restored(target, server, { days: 1 });
		server.leap(3);
		assert.equal(await restore(target, key), 202);
		const names = (await eventsOf(server, key)).slice(2).map((each) => each.eventName);
		assert.deepEqual(names, [
			'ObjectRestore:Post',
			'ObjectRestore:Completed',
			'ObjectRestore:Delete',
			'ObjectRestore:Post',
		]);
	}),
];

export const restoreProbes: readonly Probe[] = [...terms, ...refusals, ...reports];
