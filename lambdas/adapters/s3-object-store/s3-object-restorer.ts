import { PutObjectTaggingCommand, RestoreObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { VaultError } from '../../domain/vault-error.ts';
import type {
	ObjectRestorer,
	RestoreOutcome,
	RestoreRequest,
} from '../../ports/object-restorer.ts';
import type { ObjectVersion } from '../../ports/object-store.ts';
import { archiveTag } from './archive-tag.ts';
import { createS3Client } from './client.ts';
import { asUnavailable, isAbsent, isForbidden, named } from './failures.ts';
import { isListed } from './listings.ts';

export function objectRestorerByClient(bucket: string): ObjectRestorer {
	return new S3ObjectRestorer(createS3Client(), bucket);
}

export class S3ObjectRestorer implements ObjectRestorer {
	readonly #client: S3Client;
	readonly #bucket: string;

	constructor(client: S3Client, bucket: string) {
		this.#client = client;
		this.#bucket = bucket;
	}

	async restore(
		{ key, objectVersionId }: ObjectVersion,
		{ tier, days }: RestoreRequest,
	): Promise<RestoreOutcome> {
		const command = new RestoreObjectCommand({
			Bucket: this.#bucket,
			Key: key,
			VersionId: objectVersionId,
			RestoreRequest: { Days: days, GlacierJobParameters: { Tier: tier } },
		});
		try {
			const { $metadata } = await asUnavailable((options) => this.#client.send(command, options));
			return $metadata.httpStatusCode === 200 ? 'extended' : 'begun';
		} catch (error) {
			const name = { key, objectVersionId };
			if (isForbidden(error) && !named(error, 'InvalidObjectState')) {
				if (!(await isListed(this.#client, this.#bucket, name))) return 'absent';
			}
			return outcomeOf(error);
		}
	}

	async setStaysReady(name: ObjectVersion, staysReady: boolean): Promise<boolean> {
		const command = new PutObjectTaggingCommand({
			Bucket: this.#bucket,
			Key: name.key,
			VersionId: name.objectVersionId,
			Tagging: { TagSet: [archiveTag(staysReady)] },
		});
		try {
			await asUnavailable((options) => this.#client.send(command, options));
			return true;
		} catch (error) {
			if (isAbsent(error)) return false;
			if (isForbidden(error) && !(await isListed(this.#client, this.#bucket, name))) return false;
			throw error;
		}
	}
}

/** S3 answers 503 for want of capacity, which is told from a fault by its name alone. */
function outcomeOf(error: unknown): RestoreOutcome {
	const cause = error instanceof VaultError ? error.cause : error;
	if (named(cause, 'GlacierExpeditedRetrievalNotAvailable')) return 'no-capacity';
	if (named(cause, 'RestoreAlreadyInProgress')) return 'in-progress';
	if (named(cause, 'InvalidObjectState')) return 'not-archived';
	if (isAbsent(cause)) return 'absent';
	throw error;
}
