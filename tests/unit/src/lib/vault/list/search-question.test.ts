import {
	questionIn,
	requestOf,
	searchAddress,
	type SearchQuestion,
} from '$lib/vault/list/search-question';
import { describe, expect, test, vi } from 'vitest';

const FOLDER = '01900000-0000-7000-8000-000000000000';
const now = new Date('2026-11-30T12:00:00.000Z');
const question: SearchQuestion = { query: 'a b', sort: 'best' };
const read = (address: string) => questionIn(new URL(address, 'https://vault.test'));

describe('the address of a search', () => {
	test('says all that is asked for, and no more', () => {
		const change = { type: 'image', changed: 'week', size: 'large', sort: '-size' } as const;

		const address = searchAddress(question, change);

		expect(address).toBe('/search?query=a+b&sort=-size&type=image&changed=week&size=large');
		expect(read(address)).toEqual({ ...question, ...change });
		expect(searchAddress(question, {})).toBe('/search?query=a+b');
		expect(searchAddress({ query: '', sort: 'best' }, {})).toBe('/search');
	});

	test('typed by hand asks for what it knows', () => {
		const address = '/search?query=a&type=song&changed=now&size=9&from=1&within=x&sort=z&view=y';

		expect(searchAddress(read(address), {})).toBe('/search?query=a');
	});
});

describe('the request', () => {
	test.each<[Partial<SearchQuestion>, object]>([
		[{}, {}],
		[{ changed: 'week' }, { changedFrom: '2026-11-23T12:00:00.000Z' }],
		[{ changed: 'earlier' }, { changedBefore: '2025-11-30T12:00:00.000Z' }],
		[{ size: 'small' }, { sizeBelow: '1048576' }],
		[{ size: 'medium' }, { sizeFrom: '1048576', sizeBelow: '104857600' }],
		[{ from: FOLDER }, {}],
		[{ from: FOLDER, within: 'folder' }, { folderId: FOLDER }],
	])('for %j has %j', (change, fields) => {
		expect(requestOf({ ...question, ...change }, now)).toEqual({
			query: 'a b',
			type: undefined,
			sort: 'best',
			...fields,
		});
	});

	test('names the language of the browser where that has an order of its own', () => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValueOnce('sv-SE');
		expect(requestOf(question, now).collation).toBe('sv-SE');
	});
});
