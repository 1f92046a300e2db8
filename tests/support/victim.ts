/**
 * A process that lives a whole life with one vault and is killed at the crash point CRASH_AT names.
 * What it was told is safe it writes down as `acked ENTRY SHA256`, what it means to delete as
 * `doomed ENTRY`. Run again with the same SEED it does what a browser that comes back does.
 */
import { DEFAULT_RESTORES_PER_DAY, SURPLUS_CHECK_SECONDS } from '#contract/limits';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { mysqlCatalog } from '../../lambdas/adapters/mysql-catalog/catalog.ts';
import { createComparisonRepository } from '../../lambdas/adapters/mysql-catalog/comparisons.ts';
import { openDatabase } from '../../lambdas/adapters/mysql-catalog/database.ts';
import { createNamedObjectRepository } from '../../lambdas/adapters/mysql-catalog/named-objects.ts';
import { createS3Client } from '../../lambdas/adapters/s3-object-store/client.ts';
import { S3DocumentStore } from '../../lambdas/adapters/s3-object-store/document-store.ts';
import { S3ObjectRestorer } from '../../lambdas/adapters/s3-object-store/s3-object-restorer.ts';
import { S3ObjectSigner } from '../../lambdas/adapters/s3-object-store/s3-object-signer.ts';
import { S3ObjectStore } from '../../lambdas/adapters/s3-object-store/s3-object-store.ts';
import { VaultError } from '../../lambdas/domain/vault-error.ts';
import { writeManifests } from '../../lambdas/manifest/write-manifests.ts';
import { followObjectEvents } from '../../lambdas/object-events/follow-object-events.ts';
import { sendOutbox } from '../../lambdas/outbox/send-outbox.ts';
import { onBehalfOf } from '../../lambdas/ports/caller.ts';
import { noLogContext } from '../../lambdas/ports/log-context.ts';
import type { Notifier } from '../../lambdas/ports/notifier.ts';
import { purgeAccount } from '../../lambdas/purge/purge-account.ts';
import { purgeEntries } from '../../lambdas/purge/purge-entries.ts';
import { beginRestore } from '../../lambdas/restores/begin-restore.ts';
import { extendRestore } from '../../lambdas/restores/extend-restore.ts';
import { keepReady } from '../../lambdas/restores/keep-ready.ts';
import { inspectVersions } from '../../lambdas/restoring/inspect-versions.ts';
import { ownRegion, parseDatabaseUrl } from '../../lambdas/runtime/config.ts';
import { armCrashPoint, crashPoints } from '../../lambdas/runtime/crash-point.ts';
import { reconcile } from '../../lambdas/sweep/reconcile.ts';
import { sweepUnfinished } from '../../lambdas/sweep/sweep-unfinished.ts';
import { abortUploads } from '../../lambdas/uploads/abort-uploads.ts';
import { beginUploads } from '../../lambdas/uploads/begin-uploads.ts';
import { completeUploads } from '../../lambdas/uploads/complete-uploads.ts';
import { copyFiles } from '../../lambdas/uploads/copy-files.ts';
import { recordDerivatives } from '../../lambdas/uploads/record-derivatives.ts';
import { signDerivatives } from '../../lambdas/uploads/sign-derivatives.ts';
import { signParts } from '../../lambdas/uploads/sign-parts.ts';
import { trashEntries } from '../../lambdas/vault/trash-entries.ts';
import { asked, compositeOf, partsOf, post, put, sha256 } from './uploader.ts';

const {
	DATABASE_URL = '',
	BUCKET = '',
	BUCKET_URL = '',
	OWNER_ID = '',
	ROOT_ID = '',
	SEED = '',
} = process.env;
const point = crashPoints.find((each) => each === process.env.CRASH_AT);
if (point !== undefined) armCrashPoint(point);

const client = createS3Client();
const caller = onBehalfOf(OWNER_ID);
const notifier: Notifier = {
	subscribe: () => Promise.resolve('subscription'),
	unsubscribe: () => Promise.resolve(true),
	// As ever pending: it knows nothing of the other process's subscriptions, and the sweep of this one shall leave them.
	async *list() {
		await Promise.resolve();
		yield { email: `${OWNER_ID}@example.com`, state: 'pending' } as const;
	},
	stateOf: () => Promise.resolve('confirmed'),
	publish: ({ id }) => {
		say('mailed', id);
		return Promise.resolve();
	},
};
const db = openDatabase(parseDatabaseUrl(DATABASE_URL));
const deps = {
	catalog: mysqlCatalog(db),
	namedObjects: createNamedObjectRepository(db),
	comparisons: createComparisonRepository(db),
	store: new S3ObjectStore(client, BUCKET),
	documents: new S3DocumentStore(client, BUCKET),
	signer: new S3ObjectSigner(
		{ name: BUCKET, url: new URL(BUCKET_URL), region: ownRegion() },
		client.config.credentials,
	),
	clock: { now: () => new Date() },
	newId: uuidv7,
	logContext: noLogContext,
	notifier,
	defaultQuotaBytes: 0,
	hasTimeLeft: () => true,
	restorer: new S3ObjectRestorer(client, BUCKET),
	region: ownRegion(),
	allowance: DEFAULT_RESTORES_PER_DAY,
};

/** Written before the next step is taken, whatever happens to us then. */
function say(...words: readonly string[]): void {
	writeSync(1, `${words.join(' ')}\n`);
}

/** The same id for the same thing in every run of one seed. */
function idOf(what: string): string {
	const hex = createHash('sha256').update(`${SEED} ${what}`).digest('hex');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

async function begin(name: string, bytes: Buffer) {
	const { files } = await beginUploads(deps, caller, {
		batch: { id: idOf(`batch of ${name}`), fileCount: 1 },
		files: [{ ...asked(ROOT_ID, bytes, { name, ref: idOf(name) }), media: null }],
	});
	const [begun] = files;
	if (begun === undefined) throw new Error('no answer');
	return begun;
}

async function send(name: string, bytes: Buffer) {
	const begun = await begin(name, bytes);
	if (begun.outcome !== 'send') return begun;
	const { uploadId, transfer } = begun;
	if (transfer.kind === 'form') await post(transfer.form, bytes);
	else await sendParts(uploadId, partsOf(bytes, transfer.partSizeBytes));
	return begun;
}

async function sendParts(uploadId: string, parts: readonly Buffer[]): Promise<void> {
	const { parts: signed } = await signParts(deps, caller, {
		uploadId,
		parts: parts.map((part, i) => ({ partNumber: i + 1, sha256: sha256(part) })),
	});
	for (const { partNumber, url, headers } of signed) {
		await put(url, headers, parts[partNumber - 1] ?? Buffer.alloc(0));
	}
}

/** Until the server says that it is safe; undefined where the file is gone for ever already. */
async function store(name: string, bytes: Buffer) {
	const begun = await send(name, bytes);
	if (begun.outcome === 'stored') return acked(begun.file, bytes);
	if (begun.outcome !== 'send') return undefined;
	const { uploadId, transfer } = begun;
	const checksum =
		transfer.kind === 'form' ? sha256(bytes) : compositeOf(bytes, transfer.partSizeBytes);
	const { files } = await completeUploads(deps, caller, { uploads: [{ uploadId, checksum }] });
	const [done] = files;
	return done?.outcome === 'stored' ? acked(done.file, bytes) : undefined;
}

/** Its form is sent again when all is done, and S3 tells of both versions. */
async function storeTwice(name: string, bytes: Buffer) {
	const begun = await begin(name, bytes);
	const file = await store(name, bytes);
	if (begun.outcome !== 'send' || begun.transfer.kind !== 'form') return file;
	const { form } = begun.transfer;
	await post(form, bytes);
	const versions = await Array.fromAsync(deps.store.listVersions(form.fields.key ?? ''));
	await followObjectEvents(
		deps,
		versions.map(({ key, objectVersionId }) => ({ kind: 'created', key, objectVersionId })),
	);
	return file;
}

function afterForms(): Date {
	return new Date(Date.now() + (SURPLUS_CHECK_SECONDS + 60) * 1000);
}

function acked<File extends { readonly id: string }>(file: File, bytes: Buffer): File {
	say('acked', file.id, sha256(bytes));
	return file;
}

async function copy(entryId: string): Promise<void> {
	await copyFiles(deps, caller, {
		batch: { id: idOf(`batch of the copy of ${entryId}`), fileCount: 1 },
		files: [{ ref: idOf(`copy of ${entryId}`), entryId, parentId: ROOT_ID }],
	});
}

async function purge(entryId: string): Promise<void> {
	say('doomed', entryId);
	await trashEntries(deps, caller, { entryIds: [entryId] });
	await purgeEntries(deps, caller, { entryIds: [entryId] });
}

async function live(): Promise<void> {
	const small = await storeTwice('small', Buffer.from(`small ${SEED}`));
	await sendOutbox(deps, caller);
	const large = await store('large', Buffer.alloc(16 * 1024 * 1024 + 1, SEED));
	for (const file of [small, large]) if (file !== undefined) await copy(file.id);
	if (small !== undefined) {
		const bytes = Buffer.from('picture');
		const name = { versionId: small.versionId, kind: 'thumb' } as const;
		const picture = { sizeBytes: bytes.length, sha256: sha256(bytes) };
		const { derivatives } = await signDerivatives(deps, caller, {
			derivatives: [{ ...name, ...picture, contentType: 'image/webp' }],
		});
		if (derivatives[0]?.outcome === 'send') await post(derivatives[0].form, bytes);
		await recordDerivatives(deps, caller, { derivatives: [name] });
	}
	const wrong = await begin('wrong', Buffer.from('right'));
	if (wrong.outcome === 'send' && wrong.transfer.kind === 'form') {
		const Key = wrong.transfer.form.fields.key ?? '';
		await client.send(
			new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'wrong', ChecksumAlgorithm: 'SHA256' }),
		);
		const claim = { uploadId: wrong.uploadId, checksum: sha256(Buffer.from('right')) };
		await completeUploads(deps, caller, { uploads: [claim] });
	}
	const given = await send('given up', Buffer.from('never mind'));
	if (given.outcome === 'send') {
		await abortUploads(deps, caller, { uploadIds: [given.uploadId] });
	}
	const old = await store('old', Buffer.from('old'));
	if (old !== undefined) await purge(old.id);
	const kept = await store('kept', Buffer.from('kept'));
	if (kept !== undefined) await keepReady(deps, caller, { entryIds: [kept.id], keep: true });
	await restoreArchived();
	await writeManifests(deps);
	await leaveToTheSweep();
	await sweepUnfinished({ ...deps, clock: { now: afterForms } });
	await reconcile({ ...deps, graceSeconds: 3600 });
	say('doomed', 'all');
	await purgeAccount(deps, caller, { confirm: 'delete account' });
}

/** Restores the whole vault, of which one file is archived, hears of it, and keeps the copy longer. */
async function restoreArchived(): Promise<void> {
	const versionId = await storeArchived(Buffer.from('archived'));
	if (versionId === undefined) return;
	const days = 7;
	const vault = { id: idOf('restore'), targets: [{ entryId: ROOT_ID }], days };
	const { job } = await beginRestore(deps, caller, { ...vault, tier: 'Standard' });
	// A run that died has claimed it for a minute.
	if (job.state !== 'restoring' && job.state !== 'done') return;
	const version = async () =>
		(await deps.catalog.versions.getMany(OWNER_ID, [versionId])).get(versionId);
	// The other process ends what S3 was asked for.
	say('restoring');
	for (let looks = 0; looks < 500; looks += 1) {
		const stored = await version();
		if (stored?.restoredUntil !== null) break;
		await inspectVersions(deps, OWNER_ID, [stored]);
		await setTimeout(10);
	}
	const { entryId } = (await version()) ?? {};
	if (entryId === undefined) return;
	const targets = [{ entryId, versionId }];
	await extendRestore(deps, caller, { id: idOf('kept longer'), targets, days: 30 });
}

/** The id of the version, which is archived as it comes; undefined where it is gone for ever already. */
async function storeArchived(bytes: Buffer): Promise<string | undefined> {
	const begun = await begin('archived', bytes);
	if (begun.outcome === 'stored') return begun.file.versionId;
	if (begun.outcome !== 'send' || begun.transfer.kind !== 'form') return undefined;
	const put = { Bucket: BUCKET, Key: begun.transfer.form.fields.key ?? '', Body: bytes };
	const archived = { StorageClass: 'GLACIER', ChecksumAlgorithm: 'SHA256' } as const;
	await client.send(new PutObjectCommand({ ...put, ...archived }));
	const claim = { uploadId: begun.uploadId, checksum: sha256(bytes) };
	await completeUploads(deps, caller, { uploads: [claim] });
	return begun.uploadId;
}

/** Hidden for deletion by a process that died long ago. */
async function leaveToTheSweep(): Promise<void> {
	const late = await store('late', Buffer.from('late'));
	if (late === undefined) return;
	say('doomed', late.id);
	await trashEntries(deps, caller, { entryIds: [late.id] });
	await deps.catalog.withLockedVault(caller, async ({ purges }, vault) => {
		await purges.hide(vault, { ids: [late.id], sweepAt: new Date(0), limit: 1 });
	});
}

await live().catch((error: unknown) => {
	// Its vault was closed before it died: there is nothing to come back to.
	if (!(error instanceof VaultError && error.code === 'vault_deleted')) throw error;
});
process.exit(0);
