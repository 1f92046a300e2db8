import { GetObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ArchiveTags } from '../../ports/archive-tags.ts';
import type { ObjectVersion } from '../../ports/object-store.ts';
import { mayBeArchived } from './archive-tag.ts';
import { asUnavailable, isAbsent, isMalformed } from './failures.ts';

export class S3ArchiveTags implements ArchiveTags {
	readonly #client: S3Client;
	readonly #bucket: string;

	constructor(client: S3Client, bucket: string) {
		this.#client = client;
		this.#bucket = bucket;
	}

	async staysReady({ key, objectVersionId }: ObjectVersion): Promise<boolean | undefined> {
		const command = new GetObjectTaggingCommand({
			Bucket: this.#bucket,
			Key: key,
			VersionId: objectVersionId,
		});
		try {
			const { TagSet = [] } = await asUnavailable((options) => this.#client.send(command, options));
			return !mayBeArchived(TagSet);
		} catch (error) {
			if (isAbsent(error) || isMalformed(error)) return undefined;
			throw error;
		}
	}
}
