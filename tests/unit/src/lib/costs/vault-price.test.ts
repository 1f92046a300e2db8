import { vaultPrice } from '$lib/costs/vault-price';
import { expect, test } from 'vitest';

const GB = 1024 ** 3;
const facts = { part: 'current', kind: 'video', files: 1 } as const;
const inClass = (storageClass: string, gb: number) => {
	return { ...facts, storageClass, stays: false, kept: false, bytes: gb * GB };
};

test('all that is billed is in it: files, trash, copies, thumbnails and unfinished uploads', async () => {
	const totals = {
		vault: [inClass('STANDARD', 100), inClass('GLACIER', 100)],
		trash: [inClass('STANDARD_IA', 100)],
		leaving: [],
		copies: {
			vault: [{ ...facts, until: '2036-01-01T00:00:00.000Z', bytes: 100 * GB }],
			trash: [],
			leaving: [],
		},
		derivativeBytes: 10 * GB,
		unfinished: { files: 1, bytes: 10 * GB },
	};
	const call = () => Promise.resolve(totals as never);

	// 2.30 + 0.36 + 1.25 + 2.30 + 0.23 + 0.23
	expect(await vaultPrice({ call, region: () => Promise.resolve('us-east-1') })).toBe(
		'$6.67 a month',
	);
});
