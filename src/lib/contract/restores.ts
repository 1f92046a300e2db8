import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { entry, file, storageClass } from './entries.ts';
import { errorCodes } from './errors.ts';
import { id, instant } from './ids.ts';
import {
	KEEP_ENTRIES_MAX,
	PAGE_MAX,
	QUOTE_PROGRESS_MAX_CHARS,
	RESTORE_BESIDES_MAX,
	RESTORE_DAYS_DEFAULT,
	RESTORE_DAYS_MAX,
	RESTORE_TARGETS_MAX,
} from './limits.ts';
import { restoreRefusals } from './restore-refusals.ts';
import { restoreTiers } from './restore-tiers.ts';

const restoreTier = v.picklist(restoreTiers);

/** A file means its current version, a folder the current versions of all files below it, each once; the top folder is the whole vault. */
const target = v.strictObject({ entryId: id, versionId: v.optional(id) });
export type RestoreTarget = v.InferOutput<typeof target>;
const targets = v.pipe(v.array(target), v.minLength(1), v.maxLength(RESTORE_TARGETS_MAX));

/** Entries that other calls of the same press name: what lies below them is left to those. What is not there is passed over. */
const besides = v.optional(v.pipe(v.array(id), v.maxLength(RESTORE_BESIDES_MAX)));

const days = v.optional(
	v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(RESTORE_DAYS_MAX)),
	RESTORE_DAYS_DEFAULT,
);

const counted = v.object({ files: v.number(), bytes: v.number() });

const restoreRefusal = v.picklist(restoreRefusals);

/**
 * What restoring would mean: how much of it is archived, and for each tier its price, its time, and whether it may be. One call counts
 * 20,000 entries or so; the `progress` that it answers goes into the next, whose numbers contain those before.
 */
export const quoteRestore = endpoint({
	name: 'quoteRestore',
	function: 'restores',
	method: 'POST',
	path: '/restores/quote',
	request: v.strictObject({
		targets,
		besides,
		days,
		progress: v.optional(v.pipe(v.string(), v.maxLength(QUOTE_PROGRESS_MAX_CHARS))),
	}),
	response: v.object({
		/** All that is meant, whatever its state. */
		total: counted,
		/** Not readable, and S3 has not been asked. */
		archived: counted,
		restoring: counted,
		/** A copy is there. `extended` of them would stay longer than they would now. */
		restored: counted,
		extended: counted,
		/** False where there is more than was counted: then all numbers and prices are those of a part. */
		complete: v.boolean(),
		/** Goes on counting; null where all is counted. Opaque. */
		progress: v.nullable(v.string()),
		/** From the cheapest to the fastest. */
		tiers: v.array(
			v.object({
				tier: restoreTier,
				/** Estimates: list prices of `prices.region`, before tax. */
				price: v.object({
					retrievalUsd: v.number(),
					requestsUsd: v.number(),
					copiesUsd: v.number(),
					totalUsd: v.number(),
				}),
				/** When the copies are ready, in seconds from now. */
				fromSeconds: v.number(),
				toSeconds: v.number(),
				/** Null where it may be restored at this tier. */
				refusal: v.nullable(restoreRefusal),
			}),
		),
		/** The price table that was reckoned with. */
		prices: v.object({ region: v.string(), checkedOn: v.string() }),
		days: v.number(),
	}),
});

/**
 * One press on Restore, and how far it has come. `finding`: its files are being looked for, and none has been asked for.
 * `asking`: S3 is being asked, file by file. `restoring`: S3 has been asked for all. `done`: no file is on its way any more.
 * `refused`: it meant more than may be restored, and nothing was asked for.
 */
const restoreJob = v.object({
	id,
	/** What it was asked for; `getRestore` says each target. */
	subject: v.variant('kind', [
		v.object({ kind: v.literal('vault') }),
		/** By its name of now; null where the entry is gone. A version goes by the name of its file. */
		v.object({ kind: v.literal('entry'), name: v.nullable(v.string()) }),
		/** Zero for a job of a release that did not keep them. */
		v.object({ kind: v.literal('entries'), count: v.number() }),
	]),
	state: v.picklist(['finding', 'asking', 'restoring', 'done', 'refused']),
	/** Set exactly where the state is `refused`. */
	refusal: v.nullable(restoreRefusal),
	tier: restoreTier,
	days: v.number(),
	files: v.object({
		/** Found so far; the sum of those below. */
		total: v.number(),
		/** S3 has not been asked yet. */
		waiting: v.number(),
		restoring: v.number(),
		ready: v.number(),
		failed: v.number(),
		/** Cancelled before S3 was asked, or deleted meanwhile. */
		cancelled: v.number(),
	}),
	bytes: v.object({ total: v.number(), ready: v.number() }),
	/** S3 had no room for these at Expedited: they come at Standard. Asking again at Expedited upgrades them. */
	slower: v.number(),
	/** Null until all its files are found. */
	estimatedUsd: v.nullable(v.number()),
	/** When the last of what S3 has been asked for is ready, about; null where nothing is on its way. */
	readyAbout: v.nullable(instant),
	createdAt: instant,
	finishedAt: v.nullable(instant),
});
export type RestoreJob = v.InferOutput<typeof restoreJob>;

const oneJob = v.object({ job: restoreJob });

/**
 * Begins to restore. `id` is the caller's own: repeating the request answers the job as it stands, and another request under
 * the same id is `idempotency_mismatch`. What is more than may be restored is `restore_refused`, with its reason; of a folder that
 * is too large to count at once, the job says so later. A copy that S3 is making already stays for the days it was first asked for:
 * `extendRestore` keeps it longer once it is there. Answers as soon as S3 was asked for the first files, or after some seconds;
 * `advanceRestore` and a schedule go on.
 */
export const beginRestore = endpoint({
	name: 'beginRestore',
	function: 'restores',
	method: 'POST',
	path: '/restores/begin',
	request: v.strictObject({ id, targets, besides, tier: restoreTier, days }),
	response: oneJob,
});

/** Works on a job for some seconds and answers how far it is. A page that shows the job calls it while the state is `finding` or `asking`. */
export const advanceRestore = endpoint({
	name: 'advanceRestore',
	function: 'restores',
	method: 'POST',
	path: '/restores/advance',
	request: v.strictObject({ jobId: id }),
	response: oneJob,
});

/** One job as it stands, with what it was asked for: enough to ask for the same faster, or once more. */
export const getRestore = endpoint({
	name: 'getRestore',
	function: 'restores',
	method: 'GET',
	path: '/restores/get',
	request: v.strictObject({ jobId: id }),
	response: v.object({ job: restoreJob, targets: v.array(target) }),
});

/** Jobs that are not over, and those that ended within 14 days; the newest first, 100 at most. */
export const listRestores = endpoint({
	name: 'listRestores',
	function: 'restores',
	method: 'GET',
	path: '/restores/list',
	request: v.strictObject({}),
	response: v.object({ jobs: v.array(restoreJob) }),
});

/** Asks S3 for no further file of a job. What was asked for comes: S3 takes no restore back. Idempotent. */
export const cancelRestore = endpoint({
	name: 'cancelRestore',
	function: 'restores',
	method: 'POST',
	path: '/restores/cancel',
	request: v.strictObject({ jobId: id }),
	response: oneJob,
});

/**
 * Keeps restored copies for `days` from now; none is cut short. In the order of the request. A copy that is gone meanwhile is
 * refused as `archived`: `beginRestore` restores it; one that is still being made as `restoring`: ask again when it is ready. What keeping
 * them costs counts in the day's allowance, and more than that is `restore_refused`; `listRestores` tells of it as of a job that is done.
 * `id` is the caller's own: repeating the request counts once, and another request under the same id is `idempotency_mismatch`.
 */
export const extendRestore = endpoint({
	name: 'extendRestore',
	function: 'restores',
	method: 'POST',
	path: '/restores/extend',
	request: v.strictObject({ id, targets, days }),
	response: v.object({
		files: v.array(
			v.variant('outcome', [
				v.object({
					entryId: id,
					versionId: id,
					outcome: v.literal('extended'),
					restoredUntil: instant,
				}),
				v.object({
					entryId: id,
					outcome: v.literal('refused'),
					code: v.picklist(errorCodes),
				}),
			]),
		),
	}),
});

/** The shelf of restored versions: those whose copy goes first come first. */
export const listRestored = endpoint({
	name: 'listRestored',
	function: 'restores',
	method: 'GET',
	path: '/restores/restored',
	request: v.strictObject({
		cursor: v.optional(v.pipe(v.string(), v.maxLength(2048))),
		limit: v.optional(
			v.pipe(
				v.string(),
				v.regex(/^[1-9]\d{0,2}$/, 'must be a whole number'),
				v.transform(Number),
				v.maxValue(PAGE_MAX),
			),
			String(PAGE_MAX),
		),
	}),
	response: v.object({
		restored: v.array(
			v.object({
				/** As it is listed: its current version, which need not be the restored one. */
				file,
				versionId: id,
				sizeBytes: v.number(),
				storageClass,
				restoredUntil: instant,
				trashed: v.boolean(),
			}),
		),
		/** The price table to reckon with what keeping one longer costs. */
		prices: v.object({ region: v.string(), checkedOn: v.string() }),
		nextCursor: v.nullable(v.string()),
	}),
});

/**
 * Keeps files, and what lies or comes to lie below folders, out of the archive, or lets them go there again: those that are in it
 * already once they are restored. Works for some seconds; a schedule goes on, and so does a call that names no entry: a page that
 * shows how far it is calls it until `isTold`. Idempotent. What a folder above keeps stays kept.
 */
export const keepReady = endpoint({
	name: 'keepReady',
	function: 'restores',
	method: 'POST',
	path: '/restores/keep',
	request: v.strictObject({
		entryIds: v.pipe(v.array(id), v.maxLength(KEEP_ENTRIES_MAX)),
		keep: v.boolean(),
	}),
	response: v.object({
		/** In the order of the request, each once. */
		entries: v.array(entry),
		/** Versions that S3 was told of by this call: of these entries, and of what was wished before. */
		told: v.number(),
		/** False while S3 is still being told of files. */
		isTold: v.boolean(),
	}),
});
