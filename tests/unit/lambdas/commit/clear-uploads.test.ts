import { expect, test } from 'vitest';
import { clearUploads } from '../../../../lambdas/commit/clear-uploads.ts';
import type { Upload } from '../../../../lambdas/domain/upload.ts';
import { VaultError } from '../../../../lambdas/domain/vault-error.ts';
import type {
	ListedVersion,
	ObjectStore,
	ObjectVersion,
	VersionMarker,
} from '../../../../lambdas/ports/object-store.ts';

const OWNER = '01890000-0000-7000-8000-000000000001';
const keyOf = (n: number) => `u/${OWNER}/${String(n).padStart(8, '0')}`;
const upload = (n: number): Upload =>
	({ ownerId: OWNER, objectKey: keyOf(n), multipartId: null }) as Upload;

/** A bucket with one version of each key, in pages of 1,000, as S3 lists it. */
function bucketOf(count: number) {
	const keys = Array.from({ length: count }, (_, n) => keyOf(n));
	const asked: VersionMarker[] = [];
	const deleted: string[][] = [];
	const store = {
		pageOfVersions: (_: string, from: VersionMarker) => {
			asked.push(from);
			const rest = keys.filter((key) => key > from.key);
			const versions = rest
				.slice(0, 1000)
				.map((key) => ({ key, objectVersionId: 'v' }) as ListedVersion);
			const next = rest.length > 1000 ? { key: rest[999] ?? '', objectVersionId: 'v' } : undefined;
			return Promise.resolve({ versions, next });
		},
		deleteVersions: (versions: readonly ObjectVersion[]) => {
			deleted.push(versions.map(({ key }) => key));
			return Promise.resolve([]);
		},
	} as unknown as ObjectStore;
	return { store, asked, deleted };
}

test('lists nothing between keys that lie far apart', async () => {
	const { store, asked, deleted } = bucketOf(50_000);
	const numbers = [20, 10, 9000, 49_000];

	await clearUploads(store, numbers.map(upload));

	expect(asked).toHaveLength(3);
	expect(deleted).toEqual([[10, 20, 9000, 49_000].map(keyOf)]);
});

test('deletes a thousand versions in one request', async () => {
	const { store, asked, deleted } = bucketOf(2500);

	await clearUploads(
		store,
		Array.from({ length: 2500 }, (_, n) => upload(n)),
	);

	expect(asked).toHaveLength(3);
	expect(deleted.map((keys) => keys.length)).toEqual([1000, 1000, 500]);
});

test('asks for fifty pages at most: the rest is found by the check of each key', async () => {
	const { store, asked } = bucketOf(200_000);

	await clearUploads(
		store,
		Array.from({ length: 100 }, (_, n) => upload(n * 2000)),
	);

	expect(asked).toHaveLength(50);
});

test('leaves to the sweep what S3 does not give up now', async () => {
	const { store } = bucketOf(10);
	const deaf: ObjectStore = {
		...store,
		deleteVersions: () => Promise.reject(new VaultError('unavailable')),
	};

	await expect(clearUploads(deaf, [upload(1)])).resolves.toBeUndefined();
});
