import * as v from 'valibot';
import { eventOf, type Call, type Reply } from '../call.ts';
import { daysAfter } from '../days.ts';
import { S3Error } from '../errors.ts';
import { parseXml } from '../parse-xml.ts';
import { receiveText } from '../receive-body.ts';
import { advanceRestore } from '../restore-progress.ts';
import { restoreState } from '../restore-state.ts';
import { isFaster, RESTORE_TIERS, restoreDurationMs, type RestoreTier } from '../restore-tiers.ts';
import type { Change } from '../store/changes.ts';
import { isArchived, type Restore, type StoredObject } from '../store/object-version.ts';
import { findVersion } from './find-version.ts';

const Tier = v.picklist(RESTORE_TIERS);
const RestoreDocument = v.object({
	RestoreRequest: v.object({
		Days: v.pipe(v.string(), v.digits(), v.transform(Number), v.maxValue(2 ** 31 - 1)),
		Tier: v.optional(Tier),
		GlacierJobParameters: v.optional(v.object({ Tier })),
		/** Of queries over archived objects, which AWS has closed to new customers. */
		Type: v.optional(v.unknown()),
		SelectParameters: v.optional(v.unknown()),
		OutputLocation: v.optional(v.unknown()),
	}),
});

interface RestoreRequest {
	readonly days: number;
	readonly tier: RestoreTier;
}

/**
 * RestoreObject: 202 where a copy is on its way from now on, or comes faster than before; 200 where
 * one that is there is kept for another number of days, counted from now.
 */
export async function restoreObject(call: Call): Promise<Reply> {
	const wanted = await readRequest(call);
	// Found before the transaction, as it may have to ask for a permission.
	const { versionId } = await findVersion(call);
	const status = await call.changes.commit((change) => {
		const version = settled(call, change, versionId);
		const state = restoreState(version.content, call.now);
		if (state.kind === 'restored') return extend(call, version, wanted);
		if (state.kind === 'ongoing') refuseUnlessFaster(state.restore, wanted);
		return begin(call, change, version, wanted);
	});
	return { status };
}

async function readRequest({ request, identity }: Call): Promise<RestoreRequest> {
	const text = await receiveText(request, { identity, maxBytes: 64 * 1024 });
	const { RestoreRequest: given } = parseXml(text, RestoreDocument);
	if ((given.Type ?? given.SelectParameters ?? given.OutputLocation) !== undefined) {
		throw new S3Error('NotImplemented', { message: 'Only whole objects are restored' });
	}
	if (given.Days < 1) {
		throw new S3Error('InvalidArgument', { message: 'restoration days should be at least 1' });
	}
	return {
		days: given.Days,
		tier: given.GlacierJobParameters?.Tier ?? given.Tier ?? 'Standard',
	};
}

/** The version as it is now: a copy whose time was over before this request has gone. */
function settled(call: Call, change: Change, versionId: string): StoredObject {
	const { storage, bucket, key, now } = call;
	const version = storage.versions.find(bucket.name, key, versionId);
	if (!version?.content) throw new S3Error('NoSuchVersion');
	if (!isArchived(version.content.storageClass)) {
		throw new S3Error('InvalidObjectState', {
			message: "Restore is not allowed for the object's current storage class",
			extra: { StorageClass: version.content.storageClass },
		});
	}
	return advanceRestore({ ...version, content: version.content }, { bucket, storage, change, now });
}

/** Sets the copy's last day anew, which may also be an earlier one. */
function extend(call: Call, version: StoredObject, { days }: RestoreRequest): 200 {
	const { content } = version;
	if (!content.restore) throw new Error('A restored version without its restore');
	const restore = { ...content.restore, days, expiresAtMs: expiry(call.now, days) };
	call.storage.versions.update(version, { ...content, restore });
	return 200;
}

/** AWS: an upgrade takes a faster tier and changes nothing else, such as the days. */
function refuseUnlessFaster(ongoing: Restore, { days, tier }: RestoreRequest): void {
	if (isFaster(tier, ongoing.tier) && days === ongoing.days) return;
	throw new S3Error('RestoreAlreadyInProgress');
}

function begin(
	call: Call,
	change: Change,
	version: StoredObject,
	{ days, tier }: RestoreRequest,
): 202 {
	const { content } = version;
	const { now, storage } = call;
	const durationMs = restoreDurationMs(content.storageClass, tier);
	if (durationMs === undefined) {
		throw new S3Error('InvalidArgument', {
			message: 'Retrieval option is not supported by this storage class',
		});
	}
	if (tier === 'Expedited' && call.expeditedUnavailable) {
		throw new S3Error('GlacierExpeditedRetrievalNotAvailable');
	}
	// Almost ready at the old speed, it does not start over.
	const readyAtMs = Math.min(now.getTime() + durationMs, content.restore?.readyAtMs ?? Infinity);
	const restore: Restore = {
		tier,
		days,
		readyAtMs,
		expiresAtMs: expiry(new Date(readyAtMs), days),
		announced: false,
	};
	storage.versions.update(version, { ...content, restore });
	const sequence = storage.database.nextSequence();
	change.announce(eventOf(call, 's3:ObjectRestore:Post', { ...version, sequence }));
	return 202;
}

function expiry(from: Date, days: number): number {
	const expiresAtMs = daysAfter(from, days).getTime();
	if (Number.isNaN(expiresAtMs)) {
		throw new S3Error('InvalidArgument', { message: 'restoration days are too many' });
	}
	return expiresAtMs;
}
