import * as downloads from '#contract/downloads';
import type { Endpoint, RequestOf, ResponseOf } from '#contract/endpoint';
import { DEFAULT_RESTORES_PER_DAY } from '#contract/limits';
import * as media from '#contract/media';
import * as notifications from '#contract/notifications';
import * as purge from '#contract/purge';
import * as restores from '#contract/restores';
import * as uploads from '#contract/uploads';
import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';
import { mysqlCatalog } from '../../lambdas/adapters/mysql-catalog/catalog.ts';
import { createComparisonRepository } from '../../lambdas/adapters/mysql-catalog/comparisons.ts';
import { createNamedObjectRepository } from '../../lambdas/adapters/mysql-catalog/named-objects.ts';
import { S3ArchiveTags } from '../../lambdas/adapters/s3-object-store/s3-archive-tags.ts';
import { signDownloads } from '../../lambdas/downloads/sign-downloads.ts';
import { fsck } from '../../lambdas/fsck/fsck.ts';
import { writeManifests } from '../../lambdas/manifest/write-manifests.ts';
import { getNotifications } from '../../lambdas/notifications/get-notifications.ts';
import { setNotifications } from '../../lambdas/notifications/set-notifications.ts';
import { followObjectEvents } from '../../lambdas/object-events/follow-object-events.ts';
import { objectEventsOf } from '../../lambdas/object-events/internal/object-event.ts';
import type { Caller } from '../../lambdas/ports/caller.ts';
import { noLogContext } from '../../lambdas/ports/log-context.ts';
import type { Notice } from '../../lambdas/ports/notifier.ts';
import type { UseCase } from '../../lambdas/ports/use-case.ts';
import { purgeAccount } from '../../lambdas/purge/purge-account.ts';
import { purgeEntries } from '../../lambdas/purge/purge-entries.ts';
import { purgeTrash } from '../../lambdas/purge/purge-trash.ts';
import { advanceRestore } from '../../lambdas/restores/advance-restore.ts';
import { beginRestore } from '../../lambdas/restores/begin-restore.ts';
import { cancelRestore } from '../../lambdas/restores/cancel-restore.ts';
import { extendRestore } from '../../lambdas/restores/extend-restore.ts';
import { getRestore } from '../../lambdas/restores/get-restore.ts';
import { goOnWithRestores } from '../../lambdas/restores/go-on-with-restores.ts';
import { keepReady } from '../../lambdas/restores/keep-ready.ts';
import { listRestored } from '../../lambdas/restores/list-restored.ts';
import { listRestores } from '../../lambdas/restores/list-restores.ts';
import { quoteRestore } from '../../lambdas/restores/quote-restore.ts';
import { reconcile } from '../../lambdas/sweep/reconcile.ts';
import { sweepUnfinished } from '../../lambdas/sweep/sweep-unfinished.ts';
import { abortUploads } from '../../lambdas/uploads/abort-uploads.ts';
import { beginUploads } from '../../lambdas/uploads/begin-uploads.ts';
import { completeUploads } from '../../lambdas/uploads/complete-uploads.ts';
import { copyFiles } from '../../lambdas/uploads/copy-files.ts';
import { listUnfinishedUploads } from '../../lambdas/uploads/list-unfinished-uploads.ts';
import { recordDerivatives } from '../../lambdas/uploads/record-derivatives.ts';
import { recordMedia } from '../../lambdas/uploads/record-media.ts';
import { resumeUpload } from '../../lambdas/uploads/resume-upload.ts';
import { signDerivatives } from '../../lambdas/uploads/sign-derivatives.ts';
import { signParts } from '../../lambdas/uploads/sign-parts.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { FakeNotifier } from './notifier.ts';
import { BUCKET, startBucket, type TestBucket } from './object-store.ts';
import { newPerson, type Person } from './people.ts';
import { asked, formOf, post, sha256, type Begun } from './uploader.ts';

/** The database, the bucket and the hour: everything the functions meet, and nothing of the web. */
export interface World {
	readonly fresh: FreshDatabase;
	readonly bucket: TestBucket;
	readonly deps: WorldDeps;
	/** Moves the clock of the functions, and that of S3 where it has rules to apply. */
	passSeconds(seconds: number): void;
	/** The same, and S3 tells of the restores that have come about meanwhile. */
	passHours(hours: number): Promise<void>;
	/** The hour is what it is again. */
	turnBack(): void;
	newUploader(quotaBytes?: number): Promise<Uploader>;
	/** Messages that have gone out. */
	readonly sent: readonly Notice[];
	readonly notifier: FakeNotifier;
	/** Hands the function these events of S3, or all that are waiting. */
	follow(events?: readonly unknown[]): Promise<void>;
	sweep(): ReturnType<typeof sweepUnfinished>;
	/** What the schedule of the restores does. */
	goOn(): ReturnType<typeof goOnWithRestores>;
	/** Removes orphans, however young they are. */
	reconcile(): ReturnType<typeof reconcile>;
	/** Writes the manifests that are due. */
	writeManifests(): ReturnType<typeof writeManifests>;
	/** What fsck finds, one line each, however young it is. */
	fsck(): Promise<readonly string[]>;
	/** What fsck finds and mends, one line each, which ends in what it did. */
	repair(): Promise<readonly string[]>;
	close(): Promise<void>;
}

type WorldDeps = ReturnType<typeof depsOf>;
export type Uploader = Person & Awaited<ReturnType<typeof uploaderOf>>;

const GIB = 1024 ** 3;

export interface WorldOptions {
	/** `LifecycleConfiguration` of the bucket, as in the template. Default: no rule, and S3 keeps real time. */
	readonly lifecycle?: unknown;
}

export async function startWorld({ lifecycle }: WorldOptions = {}): Promise<World> {
	let offsetMs = 0;
	const moving = { lifecycle, lifecycleClock: () => new Date(Date.now() + offsetMs) };
	const [fresh, bucket] = await Promise.all([
		freshDatabase(),
		startBucket(lifecycle === undefined ? {} : moving),
	]);
	const now = () => new Date(Date.now() + offsetMs);
	const notifier = new FakeNotifier(now);
	const deps = depsOf(fresh, bucket, { now, notifier });
	const follow = async (events: readonly unknown[]) => {
		for (const event of events) {
			const { failures } = await followObjectEvents(deps, objectEventsOf(event, BUCKET));
			if (failures.size === 0) continue;
			throw new AggregateError(failures.values(), 'some events could not be followed');
		}
	};
	const tags = new S3ArchiveTags(bucket.client, BUCKET);
	const check = () => {
		const oldEnough = new Date(now().getTime() + 60_000);
		return fsck({ db: fresh.database, store: bucket.store, tags, now: now(), oldEnough });
	};
	return {
		fresh,
		bucket,
		deps,
		passSeconds(seconds) {
			offsetMs += seconds * 1000;
		},
		async passHours(hours) {
			offsetMs += hours * 3600 * 1000;
			await bucket.s3.advanceRestores();
			await follow(await bucket.takeEvents());
		},
		sent: notifier.sent,
		notifier,
		follow: async (events) => follow(events ?? (await bucket.takeEvents())),
		sweep: () => sweepUnfinished(deps),
		goOn: () => goOnWithRestores(deps),
		reconcile: () => reconcile({ ...deps, graceSeconds: -60 }),
		writeManifests: () => writeManifests(deps),
		async fsck() {
			return Array.fromAsync(
				check(),
				({ kind, subject, message }) => `${kind} ${subject} ${message}`,
			);
		},
		async repair() {
			const lines: string[] = [];
			for await (const { kind, subject, repair } of check()) {
				const isMended = repair !== undefined && (await repair.run());
				lines.push(`${kind} ${subject} ${isMended ? repair.does : 'left'}`);
			}
			return lines;
		},
		turnBack() {
			offsetMs = 0;
		},
		async newUploader(quotaBytes = GIB) {
			const person = await newPerson(fresh.database);
			await fresh.observer.query('update users set quota_bytes = ? where id = ?', [
				quotaBytes,
				person.ownerId,
			]);
			return { ...person, ...uploaderOf(deps, { ...person, putArchived: bucket.putArchived }) };
		},
		async close() {
			await fresh.close();
			await bucket.close();
		},
	};
}

interface Circumstances {
	readonly now: () => Date;
	readonly notifier: FakeNotifier;
}

function depsOf(
	fresh: FreshDatabase,
	{ store, signer, restorer, documents }: TestBucket,
	{ now, notifier }: Circumstances,
) {
	const catalog = mysqlCatalog(fresh.database);
	return {
		catalog,
		namedObjects: createNamedObjectRepository(fresh.database),
		comparisons: createComparisonRepository(fresh.database),
		store,
		signer,
		documents,
		notifier,
		clock: { now },
		newId: uuidv7,
		logContext: noLogContext,
		restorer,
		region: 'us-east-1',
		allowance: DEFAULT_RESTORES_PER_DAY,
		hasTimeLeft: () => true,
	};
}

interface BatchOptions {
	readonly id?: string;
	readonly fileCount?: number;
}

interface Uploading extends Person {
	readonly putArchived: TestBucket['putArchived'];
}

function uploaderOf(
	deps: WorldDeps,
	{ ownerId, rootId, does, putArchived }: Uploading,
	signedInAt: Caller['signedInAt'] = null,
) {
	const verb =
		<E extends Endpoint>(endpoint: E, useCase: UseCase<WorldDeps, E>) =>
		async (input: RequestOf<E>): Promise<ResponseOf<E>> => {
			const answer = await useCase(
				deps,
				{ ownerId, signedInAt },
				v.parse<E['request']>(endpoint.request, input),
			);
			// What the contract would strip or refuse must not get this far.
			return v.parse<E['response']>(endpoint.response, answer);
		};
	const verbs = {
		beginUploads: verb(uploads.beginUploads, beginUploads),
		copyFiles: verb(uploads.copyFiles, copyFiles),
		resumeUpload: verb(uploads.resumeUpload, resumeUpload),
		signParts: verb(uploads.signParts, signParts),
		completeUploads: verb(uploads.completeUploads, completeUploads),
		abortUploads: verb(uploads.abortUploads, abortUploads),
		listUnfinishedUploads: verb(uploads.listUnfinishedUploads, listUnfinishedUploads),
		signDerivatives: verb(uploads.signDerivatives, signDerivatives),
		recordDerivatives: verb(uploads.recordDerivatives, recordDerivatives),
		recordMedia: verb(media.recordMedia, recordMedia),
		signDownloads: verb(downloads.signDownloads, signDownloads),
		quoteRestore: verb(restores.quoteRestore, quoteRestore),
		beginRestore: verb(restores.beginRestore, beginRestore),
		advanceRestore: verb(restores.advanceRestore, advanceRestore),
		getRestore: verb(restores.getRestore, getRestore),
		listRestores: verb(restores.listRestores, listRestores),
		cancelRestore: verb(restores.cancelRestore, cancelRestore),
		extendRestore: verb(restores.extendRestore, extendRestore),
		listRestored: verb(restores.listRestored, listRestored),
		keepReady: verb(restores.keepReady, keepReady),
		purgeEntries: verb(purge.purgeEntries, purgeEntries),
		purgeTrash: verb(purge.purgeTrash, purgeTrash),
		purgeAccount: verb(purge.purgeAccount, purgeAccount),
		getNotifications: verb(notifications.getNotifications, getNotifications),
		setNotifications: verb(notifications.setNotifications, setNotifications),
	};
	const begin = async (
		files: readonly ReturnType<typeof asked>[],
		{ id = randomUUID(), fileCount = files.length }: BatchOptions = {},
	): Promise<readonly Begun[]> =>
		(await verbs.beginUploads({ batch: { id, fileCount }, files: [...files] })).files;
	return {
		signedInAt,
		can: verbs,
		begin,
		/** A small file all the way; answers its entry. */
		async upload(name: string, bytes: Buffer, parentId = rootId) {
			const [begun] = await begin([asked(parentId, bytes, { name })]);
			const { uploadId, form } = formOf(begun);
			await post(form, bytes);
			const { files } = await verbs.completeUploads({
				uploads: [{ uploadId, checksum: sha256(bytes) }],
			});
			if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
			return files[0].file;
		},
		/** The same, with bytes that lie in the archive from the start. */
		async uploadArchived(name: string, bytes: Buffer, parentId = rootId) {
			const [begun] = await begin([asked(parentId, bytes, { name })]);
			const { uploadId, form } = formOf(begun);
			await putArchived(form.fields.key ?? '', bytes);
			const { files } = await verbs.completeUploads({
				uploads: [{ uploadId, checksum: sha256(bytes) }],
			});
			if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
			return files[0].file;
		},
		/** Bytes as a holder of the presigned address reads them. */
		async read(entryId: string, as: 'attachment' | 'inline' = 'attachment') {
			const signed = await verbs.signDownloads({ downloads: [{ entryId, as }] });
			const [download] = signed.downloads;
			if (download?.outcome !== 'ready') throw new Error(JSON.stringify(download));
			const response = await fetch(download.url);
			const bytes = Buffer.from(await response.arrayBuffer());
			return { status: response.status, bytes, headers: response.headers };
		},
		/** Asks for notices and follows the link that comes; answers the id that they carry. */
		async getsNotices(email: string) {
			await verbs.setNotifications({ email });
			deps.notifier.confirm(email);
			return deps.notifier.filterOf(email);
		},
		usage: async () => (await does.openVault({})).usage,
	};
}
