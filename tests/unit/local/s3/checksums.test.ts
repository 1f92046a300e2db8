import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
	checksumElement,
	checksumHeader,
	checksumHeaders,
	checksumMeter,
	compositeChecksum,
	declaredChecksum,
	parseAlgorithm,
	type Checksum,
} from '../../../../local/s3/checksums.ts';

const hash = (data: string | Buffer) => createHash('sha256').update(data);
const of = (text: string): Checksum => ({
	algorithm: 'SHA256',
	value: hash(text).digest('base64'),
});

test.each([
	['SHA256', hash('123456789').digest('hex')],
	['CRC32', 'cbf43926'],
] as const)('a %s is that of all pieces', (algorithm, expected) => {
	const meter = checksumMeter(algorithm);

	for (const piece of ['1234', '', '56789']) meter.update(Buffer.from(piece));

	expect(meter.digest().toString('hex')).toBe(expected);
});

test('that of parts is made of their checksums, and says how many', () => {
	const bytes = Buffer.concat(['first', 'last'].map((text) => hash(text).digest()));

	expect(compositeChecksum([of('first'), of('last')], 'SHA256')).toBe(
		`${hash(bytes).digest('base64')}-2`,
	);
});

describe('an algorithm', () => {
	test.each(['SHA256', 'sha256', 'Sha256'])('is known as %s', (word) => {
		expect(parseAlgorithm(word)).toBe('SHA256');
	});

	test('of another name is refused', () => {
		expect(() => parseAlgorithm('CRC64NVME')).toThrow(
			expect.objectContaining({ code: 'NotImplemented' }),
		);
	});

	test('names its header and its element', () => {
		expect(checksumHeader('SHA256')).toBe('x-amz-checksum-sha256');
		expect(checksumElement('SHA256')).toBe('ChecksumSHA256');
	});
});

test('an answer tells what was kept, and of what', () => {
	expect(checksumHeaders(undefined)).toEqual({});
	expect(checksumHeaders({ ...of('x'), type: 'FULL_OBJECT' })).toEqual({
		'x-amz-checksum-sha256': of('x').value,
		'x-amz-checksum-type': 'FULL_OBJECT',
	});
});

describe('among headers or fields', () => {
	test('the one checksum is found, in any case', () => {
		const fields = [
			['content-type', 'text/plain'],
			['X-Amz-Checksum-Sha256', of('x').value],
			['my-x-amz-checksum-crc32', 'not one of these'],
		] as const;

		expect(declaredChecksum(fields)).toEqual(of('x'));
		expect(declaredChecksum([])).toBeUndefined();
	});

	test.each([
		['two', [of('x').value, of('y').value], /^Expecting a single/],
		['one too short', ['AAAAAA=='], /^Value for x-amz-checksum-sha256 header is invalid/],
		['one in another alphabet', [of('x').value.replace(/=$/, '')], /^Value for/],
	])('%s is refused', (_, values, message) => {
		const fields = values.map((value) => ['x-amz-checksum-sha256', value] as const);

		expect(() => declaredChecksum(fields)).toThrow(
			expect.objectContaining({
				code: 'InvalidRequest',
				message: expect.stringMatching(message) as string,
			}),
		);
	});
});
