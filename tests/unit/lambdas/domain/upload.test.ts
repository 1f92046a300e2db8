import { PART_SIZE_BYTES } from '#contract/limits';
import { describe, expect, test } from 'vitest';
import { keepsPromise, requestHash, type AskedFile } from '../../../../lambdas/domain/upload.ts';

const asked: AskedFile = {
	parentId: 'folder',
	name: 'a.txt',
	sizeBytes: 3,
	contentType: 'text/plain',
	sha256: 'hash',
	modifiedAt: null,
	onConflict: 'ask',
};

describe('the hash of a request', () => {
	test('is the same for the same', () => {
		expect(requestHash({ ...asked })).toEqual(requestHash(asked));
		expect(requestHash(asked)).toHaveLength(32);
	});

	test.each<Partial<AskedFile>>([
		{ parentId: 'other' },
		{ name: 'b.txt' },
		{ sizeBytes: 4 },
		{ contentType: 'text/html' },
		{ sha256: null },
		{ modifiedAt: '2026-01-01T00:00:00Z' },
		{ onConflict: 'skip' },
	])('is another one with %o', (change) => {
		expect(requestHash({ ...asked, ...change })).not.toEqual(requestHash(asked));
	});

	test('tells where one value ends and the next one begins', () => {
		const moved = { ...asked, parentId: 'foldera', name: '.txt' };

		expect(requestHash(moved)).not.toEqual(requestHash(asked));
	});
});

describe('what S3 holds keeps the promise', () => {
	const form = { sizeBytes: 3, sha256: 'hash=', partSizeBytes: null };
	const parts = {
		sizeBytes: 2 * PART_SIZE_BYTES + 1,
		sha256: null,
		partSizeBytes: PART_SIZE_BYTES,
	};

	test.each([
		['of a form, by size and hash', form, { sizeBytes: 3, checksum: 'hash=' }, true],
		['not with another hash', form, { sizeBytes: 3, checksum: 'other=' }, false],
		['not with another size', form, { sizeBytes: 4, checksum: 'hash=' }, false],
		['not without a checksum', form, { sizeBytes: 3, checksum: undefined }, false],
		['not as parts where a form was promised', form, { sizeBytes: 3, checksum: 'hash=-1' }, false],
		[
			'of parts, by size and their number',
			parts,
			{ sizeBytes: parts.sizeBytes, checksum: 'x=-3' },
			true,
		],
		['not with more parts', parts, { sizeBytes: parts.sizeBytes, checksum: 'x=-13' }, false],
		['not with fewer parts', parts, { sizeBytes: parts.sizeBytes, checksum: 'x=-2' }, false],
		[
			'not as a form where parts were promised',
			parts,
			{ sizeBytes: parts.sizeBytes, checksum: 'x=' },
			false,
		],
		['of parts not with another size', parts, { sizeBytes: 1, checksum: 'x=-3' }, false],
	])('%s', (_, upload, held, isKept) => {
		expect(keepsPromise(upload, held)).toBe(isKept);
	});
});
