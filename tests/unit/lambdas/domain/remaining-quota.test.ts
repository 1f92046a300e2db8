import { VAULT_FILES_MAX } from '#contract/limits';
import { expect, test } from 'vitest';
import { RemainingQuota } from '../../../../lambdas/domain/remaining-quota.ts';
import type { Vault } from '../../../../lambdas/domain/vault.ts';

const vault: Vault = {
	ownerId: 'owner',
	rootId: 'root',
	trashId: 'trash',
	purgeId: 'purge',
	quotaBytes: 100,
	usedBytes: 60,
	reservedBytes: 10,
	fileCount: 0,
	folderCount: 0,
	derivativeBytes: 0,
};

test('takes what fits to the last byte, and what is promised counts as taken', () => {
	const quota = new RemainingQuota(vault);

	expect(quota.take(31)).toBe('quota_exceeded');
	expect(quota.take(20)).toBeUndefined();
	expect(quota.take(11)).toBe('quota_exceeded');
	expect(quota.take(10)).toBeUndefined();
	expect(quota.take(1)).toBe('quota_exceeded');
	expect(quota.take(0)).toBeUndefined();
});

test('takes as many files as a vault may have, and spends none on one that does not fit', () => {
	const quota = new RemainingQuota({ ...vault, fileCount: VAULT_FILES_MAX - 2 });

	expect(quota.take(1000)).toBe('quota_exceeded');
	expect(quota.take(1)).toBeUndefined();
	expect(quota.take(1)).toBeUndefined();
	expect(quota.take(0)).toBe('too_many_files');
});
