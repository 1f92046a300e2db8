import { galleryRows } from '$lib/gallery/gallery-rows';
import { describe, expect, it } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

const vault = new FakeVaultApi();
const taken = (modifiedAt: string | null, createdAt = '2019-05-05T12:00:00.000Z') =>
	vault.addFile('a.jpg', undefined, { modifiedAt, createdAt });

describe('the gallery', () => {
	it('puts pictures under the month they were taken in, in rows', () => {
		const rows = galleryRows(
			[
				taken('2020-03-20T12:00:00.000Z'),
				taken('2020-03-10T12:00:00.000Z'),
				taken('2020-03-05T12:00:00.000Z'),
				taken('2020-02-05T12:00:00.000Z'),
			],
			2,
		);

		expect(rows.map((row) => (row.kind === 'month' ? row.month : row.files.length))).toEqual([
			'March 2020',
			2,
			1,
			'February 2020',
			1,
		]);
	});

	it('goes by the arrival of pictures that do not know when they were taken', () => {
		const [heading] = galleryRows([taken(null)], 3);

		expect(heading).toMatchObject({ kind: 'month', month: 'May 2019' });
	});

	it('gives every row a key of its own', () => {
		const rows = galleryRows(
			Array.from({ length: 30 }, (_, day) => taken(new Date(Date.UTC(2020, 5, day)).toISOString())),
			4,
		);

		expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
	});
});
