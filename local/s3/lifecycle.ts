import type { LifecycleRuleProperties, TransitionProperties } from './bucket-properties.ts';
import type { Bucket } from './call.ts';
import { daysAfter } from './days.ts';
import { advanceRestore, announceOwn, type OwnWork } from './restore-progress.ts';
import type { Changes } from './store/changes.ts';
import {
	isArchived,
	isStoredObject,
	withoutContent,
	type ObjectVersion,
	type StoredObject,
} from './store/object-version.ts';
import type { Storage } from './store/storage.ts';

/**
 * Smaller objects do not change class unless a rule names a size itself, or the bucket lets them
 * into the archives.
 */
const SMALLEST_TRANSITION_BYTES = 128 * 1024;
const ROWS_AT_ONCE = 1000;

/** From warm to cold; a rule never brings an object back. */
const COLDNESS = [
	'STANDARD',
	'STANDARD_IA',
	'INTELLIGENT_TIERING',
	'ONEZONE_IA',
	'GLACIER_IR',
	'GLACIER',
	'DEEP_ARCHIVE',
];

interface LifecycleRun {
	readonly storage: Storage;
	readonly changes: Changes;
	readonly now: Date;
}

/** Does what S3 does about once a day: everything that a bucket's rules say is due by `now`. */
export async function runLifecycle(bucket: Bucket, run: LifecycleRun): Promise<void> {
	const rules = (bucket.properties.LifecycleConfiguration?.Rules ?? []).filter(
		(rule) => rule.Status === 'Enabled',
	);
	for (const rule of rules) await abortUploads(bucket, rule, run);
	let position = { key: '', belowSequence: Number.MAX_SAFE_INTEGER };
	for (;;) {
		const versions = run.storage.versions.versionsFrom(bucket.name, position, ROWS_AT_ONCE);
		const last = versions.at(-1);
		if (!last) return;
		await run.changes.commit((change) => {
			let newerNoncurrent = 0;
			let key: string | undefined;
			for (const version of versions) {
				if (version.key !== key) newerNoncurrent = 0;
				key = version.key;
				new VersionLifecycle({ bucket, ...run, change }).apply(version, rules, newerNoncurrent);
				if (!version.isCurrent) newerNoncurrent++;
			}
		});
		position = { key: last.key, belowSequence: last.sequence };
	}
}

async function abortUploads(
	bucket: Bucket,
	rule: LifecycleRuleProperties,
	{ storage, changes, now }: LifecycleRun,
): Promise<void> {
	const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
	if (days === undefined) return;
	await changes.commit((change) => {
		for (const upload of storage.uploads.initiatedBefore(bucket.name, now)) {
			if (!upload.key.startsWith(rule.Prefix)) continue;
			if (daysAfter(upload.initiatedAt, days) > now) continue;
			change.free(storage.uploads.remove(upload).map((part) => part.blob));
		}
	});
}

/** The rules applied to one version. */
class VersionLifecycle {
	readonly #work: OwnWork;

	constructor(work: OwnWork) {
		this.#work = work;
	}

	apply(
		version: ObjectVersion,
		rules: readonly LifecycleRuleProperties[],
		newerNoncurrent: number,
	): void {
		const stored = isStoredObject(version) ? advanceRestore(version, this.#work) : version;
		for (const rule of rules.filter((each) => appliesTo(each, stored))) {
			const gone = stored.isCurrent
				? this.#expireCurrent(stored, rule)
				: this.#expireNoncurrent(stored, rule, newerNoncurrent);
			if (gone) return;
		}
		if (isStoredObject(stored) && stored.isCurrent) this.#transition(stored, rules);
	}

	/** An expired object gets a marker; a marker that hides nothing any more goes. */
	#expireCurrent(version: ObjectVersion, rule: LifecycleRuleProperties): boolean {
		const { versions } = this.#work.storage;
		const { name: bucket, versioned } = this.#work.bucket;
		if (!version.content) {
			const alone = versions.versionsFrom(
				bucket,
				{ key: version.key, belowSequence: version.sequence },
				1,
			);
			if (!rule.ExpiredObjectDeleteMarker || alone[0]?.key === version.key) return false;
			return this.#remove(version);
		}
		const days = rule.ExpirationInDays;
		if (days === undefined || daysAfter(version.modifiedAt, days) > this.#work.now) return false;
		if (!versioned) return this.#remove(version);
		const { added } = versions.add({ bucket, key: version.key, versioned, at: this.#work.now });
		announceOwn(this.#work, 's3:LifecycleExpiration:DeleteMarkerCreated', added);
		return true;
	}

	#expireNoncurrent(
		version: ObjectVersion,
		rule: LifecycleRuleProperties,
		newerNoncurrent: number,
	): boolean {
		const expiration = rule.NoncurrentVersionExpiration;
		const days = expiration?.NoncurrentDays ?? rule.NoncurrentVersionExpirationInDays;
		const { noncurrentSince } = version;
		if (days === undefined || !noncurrentSince) return false;
		if (newerNoncurrent < (expiration?.NewerNoncurrentVersions ?? 0)) return false;
		if (daysAfter(noncurrentSince, days) > this.#work.now) return false;
		return this.#remove(version);
	}

	#remove(version: ObjectVersion): true {
		this.#work.change.free(this.#work.storage.versions.remove(version).freed);
		announceOwn(this.#work, 's3:LifecycleExpiration:Delete', withoutContent(version));
		return true;
	}

	/** Straight to the coldest class that is due. */
	#transition(version: StoredObject, rules: readonly LifecycleRuleProperties[]): void {
		const { content } = version;
		const coldest = rules
			.filter((rule) => appliesTo(rule, version))
			.flatMap((rule) => this.#transitionsFor(content.sizeBytes, rule))
			.filter((each) => daysAfter(version.modifiedAt, each.TransitionInDays) <= this.#work.now)
			.map((each) => each.StorageClass)
			.sort((a, b) => COLDNESS.indexOf(b) - COLDNESS.indexOf(a))[0];
		if (coldest === undefined) return;
		if (COLDNESS.indexOf(coldest) <= COLDNESS.indexOf(content.storageClass)) return;
		this.#work.storage.versions.update(version, { ...content, storageClass: coldest });
		announceOwn(this.#work, 's3:LifecycleTransition', version, { transitionTo: coldest });
	}

	#transitionsFor(sizeBytes: number, rule: LifecycleRuleProperties): TransitionProperties[] {
		const transitions = [...rule.Transitions, ...(rule.Transition ? [rule.Transition] : [])];
		const named = rule.ObjectSizeGreaterThan ?? rule.ObjectSizeLessThan;
		if (named !== undefined || sizeBytes >= SMALLEST_TRANSITION_BYTES) return transitions;
		const minimum =
			this.#work.bucket.properties.LifecycleConfiguration?.TransitionDefaultMinimumObjectSize;
		return minimum === 'varies_by_storage_class'
			? transitions.filter((each) => isArchived(each.StorageClass))
			: [];
	}
}

function appliesTo(rule: LifecycleRuleProperties, { key, content }: ObjectVersion): boolean {
	if (!key.startsWith(rule.Prefix)) return false;
	if (!content) return true;
	if (!rule.TagFilters.every(({ Key, Value }) => content.tags?.[Key] === Value)) return false;
	const { ObjectSizeGreaterThan: above = -1, ObjectSizeLessThan: below = Infinity } = rule;
	return content.sizeBytes > above && content.sizeBytes < below;
}
