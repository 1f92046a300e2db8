import { galleryRows } from '$lib/gallery/gallery-rows';
import { describe, expect, it } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

const vault = new FakeVaultApi();
const taken = (modifiedAt: string | null, createdAt = '2019-05-05T12:00:00.000Z') =>
	vault.addFile('a.jpg', undefined, { modifiedAt, createdAt });

describe('the gallery', () => {
	const lines = (dates: readonly string[], columns: number) =>
		galleryRows(
			dates.map((date) => taken(`${date}T12:00:00.000Z`)),
			columns,
		).map((row) => (row.kind === 'pictures' ? row.files.length : row.name));

	it('puts pictures under the month and the day they were taken on, in rows', () => {
		const march20 = Array.from({ length: 3 }, () => '2020-03-20');

		expect(lines([...march20, '2020-03-10', '2020-02-05'], 2)).toEqual([
			'March 2020',
			...['Friday 20', 2, 1],
			...['Tuesday 10', 1],
			'February 2020',
			...['Wednesday 5', 1],
		]);
	});

	it('names no days where each has so few pictures that the rows would be empty', () => {
		expect(lines(['2020-03-20', '2020-03-10', '2020-03-05'], 4)).toEqual(['March 2020', 3]);
	});

	it('goes by the arrival of pictures that do not know when they were taken', () => {
		const [heading] = galleryRows([taken(null)], 3);

		expect(heading).toMatchObject({ kind: 'month', name: 'May 2019' });
	});

	it('gives every row a key of its own', () => {
		const rows = galleryRows(
			Array.from({ length: 30 }, (_, day) => taken(new Date(Date.UTC(2020, 5, day)).toISOString())),
			4,
		);

		expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
	});
});
