import { versionEvent, type Bucket } from './call.ts';
import { daysAfter } from './days.ts';
import type { ObjectEvent } from './events.ts';
import { restoreState } from './restore-state.ts';
import type { Change, Changes } from './store/changes.ts';
import {
	isStoredObject,
	type ObjectVersion,
	type Restore,
	type StoredObject,
} from './store/object-version.ts';
import type { Storage } from './store/storage.ts';

/** What S3 does by itself, as far as one transaction of it. */
export interface OwnWork {
	readonly bucket: Bucket;
	readonly storage: Storage;
	readonly change: Change;
	readonly now: Date;
}

/** Announces what S3 did of its own accord. */
export function announceOwn(
	{ bucket, storage, change, now }: OwnWork,
	name: string,
	version: ObjectVersion,
	details: Pick<ObjectEvent, 'restore' | 'transitionTo'> = {},
): void {
	change.announce({
		name,
		...versionEvent(version, bucket.versioned),
		sequence: storage.database.nextSequence(),
		principal: 's3.amazonaws.com',
		requestId: 'LIFECYCLE',
		time: now,
		...details,
	});
}

/** Tells once that a restored copy is there, and once that its time is over. */
export function advanceRestore(version: StoredObject, work: OwnWork): StoredObject {
	const { restore, ...archived } = version.content;
	const nowMs = work.now.getTime();
	if (!restore || restore.readyAtMs > nowMs) return version;
	const expired = restore.expiresAtMs <= nowMs;
	if (!restore.announced) {
		announceOwn(work, 's3:ObjectRestore:Completed', version, {
			restore: {
				expiresAt: new Date(restore.expiresAtMs),
				storageClass: archived.storageClass,
			},
		});
	}
	if (expired) announceOwn(work, 's3:ObjectRestore:Delete', version);
	if (restore.announced && !expired) return version;
	const content = expired ? archived : { ...archived, restore: { ...restore, announced: true } };
	work.storage.versions.update(version, content);
	return { ...version, content };
}

interface RestoreRun {
	readonly storage: Storage;
	readonly changes: Changes;
	readonly now: Date;
}

/** Advances every restore of a bucket that is due: minutes after a request, not once a day. */
export async function advanceRestores(bucket: Bucket, run: RestoreRun): Promise<void> {
	const { storage, changes, now } = run;
	await changes.commit((change) => {
		for (const version of storage.versions.restored(bucket.name)) {
			if (isStoredObject(version)) advanceRestore(version, { bucket, storage, change, now });
		}
	});
}

/** Makes every copy under way ready now, with its days counted from now. Returns their number. */
export async function finishRestores(bucket: Bucket, run: RestoreRun): Promise<number> {
	const { storage, changes, now } = run;
	return changes.commit((change) => {
		const versions = storage.versions.restored(bucket.name).filter(isStoredObject);
		const ongoing = versions.filter(({ content }) => restoreState(content, now).kind === 'ongoing');
		for (const version of ongoing) {
			const restore = version.content.restore && readyAt(version.content.restore, now);
			const content = { ...version.content, ...(restore && { restore }) };
			advanceRestore({ ...version, content }, { bucket, storage, change, now });
		}
		return ongoing.length;
	});
}

function readyAt(restore: Restore, now: Date): Restore {
	const expiresAtMs = daysAfter(now, restore.days).getTime();
	return { ...restore, readyAtMs: now.getTime(), expiresAtMs };
}
