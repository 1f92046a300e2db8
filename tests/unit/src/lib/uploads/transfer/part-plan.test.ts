import { PART_SIZE_BYTES, PARTS_MAX } from '#contract/limits';
import { partPlan } from '$lib/uploads/transfer/part-plan';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const MIB = 1024 * 1024;

it.each([
	[PART_SIZE_BYTES - 1, [PART_SIZE_BYTES - 1]],
	[PART_SIZE_BYTES, [PART_SIZE_BYTES]],
	[PART_SIZE_BYTES + 1, [PART_SIZE_BYTES, 1]],
])('cuts %i bytes into %j', (size, lengths) => {
	const plan = partPlan(size, PART_SIZE_BYTES);

	expect(plan.map(({ start, end }) => end - start)).toEqual(lengths);
});

it('covers every byte once, in order, whatever the size', () => {
	const partSize = fc.integer({ min: 5 * MIB, max: 600 * MIB });
	const count = fc.double({ min: 0.01, max: PARTS_MAX, noNaN: true });
	fc.assert(
		fc.property(partSize, count, (partSizeBytes, parts) => {
			const sizeBytes = Math.max(1, Math.floor(partSizeBytes * parts));

			const plan = partPlan(sizeBytes, partSizeBytes);

			const whole = plan.every(
				({ partNumber, start, end }, index) =>
					partNumber === index + 1 &&
					start === (index === 0 ? 0 : plan[index - 1]?.end) &&
					end > start &&
					end - start <= partSizeBytes,
			);
			expect(whole).toBe(true);
			expect(plan.at(-1)?.end).toBe(sizeBytes);
			expect(plan.length).toBeLessThanOrEqual(PARTS_MAX);
		}),
		{ numRuns: 50 },
	);
});
