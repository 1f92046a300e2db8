import {
	GetBucketLocationCommand,
	ListBucketsCommand,
	ListObjectsCommand,
} from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { optional, type Probe } from './probe.ts';

/** What people's tools ask for who look into a bucket. */
export const lookingInProbes: readonly Probe[] = [
	optional('lists its buckets', async (target) => {
		const { Buckets } = await target.client.send(new ListBucketsCommand());
		const found = Buckets?.find(({ Name }) => Name === target.bucket);
		assert.ok((found?.CreationDate?.getTime() ?? 0) > 0);
	}),
	optional('says where a bucket is', async (target) => {
		const command = new GetBucketLocationCommand({ Bucket: target.bucket });
		const { LocationConstraint = 'us-east-1' } = await target.client.send(command);
		assert.equal(LocationConstraint, await target.client.config.region());
	}),
	optional('lists objects and folders by the first version of that list', async (target) => {
		const folder = target.newKey('');
		for (const name of ['a', 'b/1', 'b/2', 'c']) await target.put(folder + name, name);
		const list = (options: object) =>
			target.client.send(
				new ListObjectsCommand({ Bucket: target.bucket, Prefix: folder, ...options }),
			);
		const pages: string[][] = [];
		let Marker: string | undefined;
		do {
			const page = await list({ Delimiter: '/', MaxKeys: 2, Marker });
			pages.push(
				[
					...(page.Contents ?? []).map(({ Key = '' }) => Key),
					...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
				].map((key) => key.slice(folder.length)),
			);
			Marker = page.IsTruncated === true ? page.NextMarker : undefined;
		} while (Marker !== undefined);
		assert.deepEqual(pages, [['a', 'b/'], ['c']]);
		const { Contents, NextMarker, IsTruncated } = await list({ MaxKeys: 3 });
		assert.deepEqual([Contents?.length, IsTruncated, NextMarker], [3, true, undefined]);
		const rest = await list({ Marker: Contents?.at(-1)?.Key });
		assert.deepEqual(
			rest.Contents?.map(({ Key }) => Key),
			[`${folder}c`],
		);
	}),
];
