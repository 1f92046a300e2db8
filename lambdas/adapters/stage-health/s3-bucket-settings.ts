import {
	GetBucketEncryptionCommand,
	GetBucketLifecycleConfigurationCommand,
	GetBucketVersioningCommand,
	GetPublicAccessBlockCommand,
	S3ServiceException,
	type S3Client,
	type LifecycleRule as S3Rule,
	type Tag,
} from '@aws-sdk/client-s3';
import type { BucketSettings, LifecycleRule } from '../../ports/bucket-settings.ts';

export class S3BucketSettings implements BucketSettings {
	readonly #client: S3Client;
	readonly #bucket: { readonly Bucket: string };

	constructor(client: S3Client, bucket: string) {
		this.#client = client;
		this.#bucket = { Bucket: bucket };
	}

	async keepsVersions(): Promise<boolean> {
		const { Status } = await this.#client.send(new GetBucketVersioningCommand(this.#bucket));
		return Status === 'Enabled';
	}

	async lifecycleRules(): Promise<readonly LifecycleRule[]> {
		const command = new GetBucketLifecycleConfigurationCommand(this.#bucket);
		const answer = await orNone('NoSuchLifecycleConfiguration', this.#client.send(command));
		return (answer?.Rules ?? []).map(ruleOf);
	}

	async isClosedToPublic(): Promise<boolean> {
		const command = new GetPublicAccessBlockCommand(this.#bucket);
		const answer = await orNone('NoSuchPublicAccessBlockConfiguration', this.#client.send(command));
		const block = answer?.PublicAccessBlockConfiguration;
		return (
			block?.BlockPublicAcls === true &&
			block.BlockPublicPolicy === true &&
			block.IgnorePublicAcls === true &&
			block.RestrictPublicBuckets === true
		);
	}

	async encrypts(): Promise<boolean> {
		const command = new GetBucketEncryptionCommand(this.#bucket);
		const name = 'ServerSideEncryptionConfigurationNotFoundError';
		const answer = await orNone(name, this.#client.send(command));
		const rules = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
		return rules.some(
			(rule) => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm !== undefined,
		);
	}
}

/** S3 answers the question for a setting that was never made with an error of its own. */
async function orNone<T>(name: string, asking: Promise<T>): Promise<T | undefined> {
	try {
		return await asking;
	} catch (error) {
		if (error instanceof S3ServiceException && error.name === name) return undefined;
		throw error;
	}
}

function ruleOf(rule: S3Rule): LifecycleRule {
	const { Filter: filter, Expiration: expiration } = rule;
	// One condition stands alone in the filter, several stand below `And`.
	const asked = { ...filter, ...filter?.And };
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- S3 answers a rule in the shape in which it was given
	const prefix = asked.Prefix ?? rule.Prefix ?? '';
	return {
		isOn: rule.Status === 'Enabled',
		prefix,
		isNarrowed: [asked.Tag, asked.Tags, asked.ObjectSizeGreaterThan, asked.ObjectSizeLessThan].some(
			(condition) => condition !== undefined,
		),
		onlyTag: onlyTagOf(asked),
		moves: (rule.Transitions ?? []).map(({ Days, StorageClass = '' }) => ({
			afterDays: Days,
			to: StorageClass,
		})),
		// A rule may expire markers alone: with nothing below them they hide no file.
		expires: expiration?.Days !== undefined || expiration?.Date !== undefined,
		expiresOlderVersions: rule.NoncurrentVersionExpiration !== undefined,
		unfinishedUploadsGoAfterDays: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
	};
}

interface Asked {
	readonly Tag?: Tag | undefined;
	readonly Tags?: readonly Tag[] | undefined;
	readonly ObjectSizeGreaterThan?: number | undefined;
	readonly ObjectSizeLessThan?: number | undefined;
}

function onlyTagOf(asked: Asked): string | undefined {
	const {
		Tag: one,
		Tags: several = [],
		ObjectSizeGreaterThan: above,
		ObjectSizeLessThan: below,
	} = asked;
	const [tag, ...others] = [...(one === undefined ? [] : [one]), ...several];
	if (tag === undefined || others.length > 0 || (above ?? below) !== undefined) return undefined;
	return `${tag.Key ?? ''}=${tag.Value ?? ''}`;
}
