import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { optional, type Probe } from './probe.ts';
import type { ConformanceTarget } from './target.ts';

/** Names that break servers which decode too often, normalise paths or escape by halves. */
const STRANGE_NAMES = [
	'a b',
	'a+b',
	'a%20b',
	'a%2Fb',
	'a//b',
	'./a',
	'a/../b',
	'é',
	'e\u0301',
	'日本',
	'👩‍👧',
	`<&>"'`,
	'*!()~',
	'a?b#c',
	'{}|\\^`[]',
	';:@&=$,',
];

async function list(
	target: ConformanceTarget,
	input: Omit<ConstructorParameters<typeof ListObjectsV2Command>[0], 'Bucket'>,
): Promise<ListObjectsV2CommandOutput> {
	return target.client.send(new ListObjectsV2Command({ Bucket: target.bucket, ...input }));
}

async function fill(target: ConformanceTarget, names: readonly string[]): Promise<string> {
	const prefix = `${target.newKey('list')}/`;
	for (const name of names) await target.put(prefix + name, name);
	return prefix;
}

export const listingProbes: readonly Probe[] = [
	optional('keeps strange keys apart and reads each back', async (target) => {
		const prefix = await fill(target, STRANGE_NAMES);
		for (const name of STRANGE_NAMES) {
			assert.equal((await target.read(prefix + name)).toString(), name);
		}
		const { Contents } = await list(target, { Prefix: prefix });
		assert.deepEqual(
			Contents?.map((each) => each.Key).toSorted(),
			STRANGE_NAMES.map((name) => prefix + name).toSorted(),
		);
	}),
	optional('lists keys in the order of their UTF-8 bytes', async (target) => {
		const names = ['A', 'a', 'a-', 'a/', 'aa', 'z', 'é', '\uffee', '👩'];
		const prefix = await fill(target, names.toReversed());
		const { Contents } = await list(target, { Prefix: prefix });
		assert.deepEqual(
			Contents?.map((each) => each.Key),
			names.map((name) => prefix + name),
		);
	}),
	optional('lists page by page without losing or repeating a key', async (target) => {
		const names = ['1', '2', '3', '4', '5', '6', '7'];
		const prefix = await fill(target, names);
		const found: (string | undefined)[] = [];
		for (let token: string | undefined, more = true; more;) {
			const page = await list(target, {
				Prefix: prefix,
				MaxKeys: 3,
				ContinuationToken: token,
			});
			found.push(...(page.Contents ?? []).map((each) => each.Key));
			more = page.IsTruncated ?? false;
			token = page.NextContinuationToken;
		}
		assert.deepEqual(
			found,
			names.map((name) => prefix + name),
		);
	}),
	optional('folds keys behind a delimiter into common prefixes', async (target) => {
		const prefix = await fill(target, ['a/1', 'a/2', 'b', 'c/1', 'd']);
		const first = await list(target, { Prefix: prefix, Delimiter: '/', MaxKeys: 2 });
		const second = await list(target, {
			Prefix: prefix,
			Delimiter: '/',
			ContinuationToken: first.NextContinuationToken,
		});
		const namesOn = (page: ListObjectsV2CommandOutput): unknown => [
			page.CommonPrefixes?.map((each) => each.Prefix?.slice(prefix.length)),
			page.Contents?.map((each) => each.Key?.slice(prefix.length)),
		];
		assert.deepEqual(namesOn(first), [['a/'], ['b']]);
		assert.deepEqual(namesOn(second), [['c/'], ['d']]);
	}),
	optional('leaves deleted keys out of the list', async (target) => {
		const prefix = await fill(target, ['gone', 'here']);
		await target.remove(`${prefix}gone`);
		const { Contents, KeyCount } = await list(target, { Prefix: prefix });
		assert.deepEqual([KeyCount, Contents?.[0]?.Key], [1, `${prefix}here`]);
	}),
	optional('starts a list after a given key', async (target) => {
		const prefix = await fill(target, ['a', 'b', 'c']);
		const { Contents } = await list(target, { Prefix: prefix, StartAfter: `${prefix}a` });
		assert.deepEqual(
			Contents?.map((each) => each.Key),
			[`${prefix}b`, `${prefix}c`],
		);
	}),
];
