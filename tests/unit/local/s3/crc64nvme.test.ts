import { describe, expect, test } from 'vitest';
import { checksumMeter } from '../../../../local/s3/checksums.ts';
import { combineCrcs } from '../../../../local/s3/combine-crc.ts';
import { Crc64Nvme } from '../../../../local/s3/crc64nvme.ts';

function bytes(count: number): Buffer {
	return Buffer.from(Array.from({ length: count }, (_, index) => (index * 31 + 7) % 256));
}

describe('CRC-64/NVME', () => {
	// The first is the catalogue's check value, the others stand in the NVM Command Set Specification.
	test.each([
		['123456789', Buffer.from('123456789'), 'ae8b14860a799888'],
		['4 KiB of zeros', Buffer.alloc(4096), '6482d367eb22b64e'],
		['4 KiB of ones', Buffer.alloc(4096, 0xff), 'c0ddba7302eca3ac'],
		['nothing', Buffer.alloc(0), '0000000000000000'],
	])('of %s is the published one', (_, data, expected) => {
		expect(new Crc64Nvme().update(data).digest().toString('hex')).toBe(expected);
	});

	test('is the same in one piece and in many of odd sizes', () => {
		const data = bytes(1000);
		const whole = new Crc64Nvme().update(data).digest();

		const pieces = new Crc64Nvme();
		for (let at = 0, size = 0; at < data.length; at += size, size = (size % 13) + 1) {
			pieces.update(data.subarray(at, at + size));
		}

		expect(pieces.digest()).toEqual(whole);
	});
});

describe.each(['CRC32', 'CRC64NVME'] as const)('%s of joined pieces', (algorithm) => {
	function crc(data: Uint8Array): string {
		const meter = checksumMeter(algorithm);
		meter.update(data);
		return meter.digest().toString('base64');
	}

	test('follows from the pieces alone', () => {
		const data = bytes(5000);
		const pieces = [0, 1, 1000, 1000, 4096, 5000]
			.map((end, index, ends) => data.subarray(ends[index - 1] ?? 0, end))
			.map((piece) => ({ value: crc(piece), sizeBytes: piece.length }));

		expect(combineCrcs(algorithm, pieces)).toBe(crc(data));
	});

	test('tells pieces in another order apart', () => {
		const pieces = [bytes(10), bytes(20)].map((piece) => ({
			value: crc(piece),
			sizeBytes: piece.length,
		}));

		const inOrder = combineCrcs(algorithm, pieces);

		expect(combineCrcs(algorithm, pieces.toReversed())).not.toBe(inOrder);
	});
});
