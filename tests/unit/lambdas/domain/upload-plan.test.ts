import {
	FILE_MAX_BYTES,
	PART_SIZE_BYTES,
	PARTS_MAX,
	SINGLE_REQUEST_MAX_BYTES,
} from '#contract/limits';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	compositeChecksum,
	partsAreWhole,
	partSize,
	planUpload,
} from '../../../../lambdas/domain/upload-plan.ts';

const MIB = 1024 * 1024;
const S3_PART_MIN_BYTES = 5 * MIB;
const S3_PART_MAX_BYTES = 5 * 1024 * MIB;

it.each([0, 1, SINGLE_REQUEST_MAX_BYTES - 1, SINGLE_REQUEST_MAX_BYTES])(
	'sends %i bytes in one request',
	(sizeBytes) => {
		expect(planUpload(sizeBytes)).toEqual({ kind: 'form' });
	},
);

it.each([
	[SINGLE_REQUEST_MAX_BYTES + 1, PART_SIZE_BYTES, 2],
	[2 * PART_SIZE_BYTES, PART_SIZE_BYTES, 2],
	[2 * PART_SIZE_BYTES + 1, PART_SIZE_BYTES, 3],
	[PARTS_MAX * PART_SIZE_BYTES, PART_SIZE_BYTES, PARTS_MAX],
	[PARTS_MAX * PART_SIZE_BYTES + 1, 17 * MIB, 9412],
])('sends %i bytes in parts of %i bytes: %i of them', (sizeBytes, partSizeBytes, partCount) => {
	expect(planUpload(sizeBytes)).toEqual({ kind: 'parts', partSizeBytes, partCount });
});

it('keeps within the limits of S3 up to the largest file, every byte in exactly one part', () => {
	const sizes = Array.from({ length: 500 }, (_, n) => SINGLE_REQUEST_MAX_BYTES + 1 + n ** 4 * 80);

	for (const sizeBytes of [...sizes, FILE_MAX_BYTES - 1, FILE_MAX_BYTES]) {
		const plan = planUpload(sizeBytes);
		if (plan.kind === 'form') throw new Error('larger than one request');
		const last = partSize(sizeBytes, plan.partSizeBytes, plan.partCount) ?? 0;
		expect(plan.partCount).toBeLessThanOrEqual(PARTS_MAX);
		expect(plan.partSizeBytes).toBeGreaterThanOrEqual(S3_PART_MIN_BYTES);
		expect(plan.partSizeBytes).toBeLessThanOrEqual(S3_PART_MAX_BYTES);
		expect(last).toBeGreaterThan(0);
		expect((plan.partCount - 1) * plan.partSizeBytes + last).toBe(sizeBytes);
	}
});

it.each([0, -1, 4])('knows no part %i of a file of three parts', (partNumber) => {
	expect(partSize(2 * PART_SIZE_BYTES + 1, PART_SIZE_BYTES, partNumber)).toBeUndefined();
});

describe('a file of two parts', () => {
	const sizeBytes = PART_SIZE_BYTES + 7;
	const part = (partNumber: number, bytes: number) => ({
		partNumber,
		sizeBytes: bytes,
		sha256: '',
	});
	const first = part(1, PART_SIZE_BYTES);
	const second = part(2, 7);

	it('is whole with both, each of its length', () => {
		expect(partsAreWhole(sizeBytes, PART_SIZE_BYTES, [first, second])).toBe(true);
	});

	it.each([
		['nothing', []],
		['the first alone', [first]],
		['the second alone', [second]],
		['both the wrong way round', [second, first]],
		['one twice', [first, first]],
		['one too many', [first, second, part(3, 1)]],
		['a short one', [first, part(2, 6)]],
		['a gap', [first, part(3, 7)]],
	])('is not whole with %s', (_, held) => {
		expect(partsAreWhole(sizeBytes, PART_SIZE_BYTES, held)).toBe(false);
	});
});

it('computes the checksum S3 gives to an object of parts', () => {
	const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
	const parts = [digest('one'), digest('two')];

	const checksum = compositeChecksum(parts.map((each) => ({ sha256: each.toString('base64') })));

	expect(checksum).toBe(`${digest(Buffer.concat(parts)).toString('base64')}-2`);
});
