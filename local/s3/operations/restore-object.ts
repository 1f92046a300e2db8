import * as v from 'valibot';
import { eventOf, type Call, type Reply } from '../call.ts';
import { daysAfter } from '../days.ts';
import { S3Error } from '../errors.ts';
import { parseXml } from '../parse-xml.ts';
import { receiveText } from '../receive-body.ts';
import { restoreState } from '../restore-state.ts';
import { isArchived, type Restore } from '../store/object-version.ts';
import { findVersion } from './find-version.ts';

const Tier = v.picklist(['Expedited', 'Standard', 'Bulk']);
const RestoreDocument = v.object({
	RestoreRequest: v.object({
		Days: v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(1)),
		Tier: v.optional(Tier),
		GlacierJobParameters: v.optional(v.object({ Tier })),
	}),
});

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** The longest that AWS says it takes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html */
const DURATION_MS: Readonly<Record<string, Partial<Record<v.InferOutput<typeof Tier>, number>>>> = {
	GLACIER: { Expedited: 5 * MINUTE_MS, Standard: 5 * HOUR_MS, Bulk: 12 * HOUR_MS },
	DEEP_ARCHIVE: { Standard: 12 * HOUR_MS, Bulk: 48 * HOUR_MS },
};

/** RestoreObject: 202 where a copy is on its way now, 200 where one there is kept longer. */
export async function restoreObject(call: Call): Promise<Reply> {
	const { request, identity, now, storage } = call;
	const text = await receiveText(request, { identity, maxBytes: 64 * 1024 });
	const { RestoreRequest: wanted } = parseXml(text, RestoreDocument);
	const version = await findVersion(call);
	const { content } = version;
	if (!isArchived(content.storageClass)) {
		throw new S3Error('InvalidObjectState', {
			message: 'Restore is not allowed for the object’s current storage class',
		});
	}
	const state = restoreState(content, now);
	if (state.kind === 'ongoing') throw new S3Error('RestoreAlreadyInProgress');
	if (state.kind === 'restored' && content.restore) {
		const extended = expiry(content.restore, now, wanted.Days);
		await call.changes.commit(() => {
			storage.versions.update(version, { ...content, restore: extended });
		});
		return { status: 200 };
	}
	const tier = wanted.GlacierJobParameters?.Tier ?? wanted.Tier ?? 'Standard';
	const durationMs = DURATION_MS[content.storageClass]?.[tier];
	if (durationMs === undefined) {
		throw new S3Error('InvalidArgument', { message: `${tier} is not offered for this class` });
	}
	const readyAt = new Date(now.getTime() + durationMs);
	const restore: Restore = {
		readyAtMs: readyAt.getTime(),
		expiresAtMs: daysAfter(readyAt, wanted.Days).getTime(),
		announced: false,
	};
	await call.changes.commit((change) => {
		storage.versions.update(version, { ...content, restore });
		const sequence = storage.database.nextSequence();
		change.announce(eventOf(call, 's3:ObjectRestore:Post', { ...version, sequence }));
	});
	return { status: 202 };
}

/** The new term counts from now. */
function expiry(restore: Restore, now: Date, days: number): Restore {
	return { ...restore, expiresAtMs: daysAfter(now, days).getTime() };
}
