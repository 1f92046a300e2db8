import { DERIVATIVES_SHARE } from '#contract/limits';
import type { Vault } from './vault.ts';

/** Bytes that the vault's derivatives may still take: beside its quota, and in proportion to it. */
export function leftForDerivatives({ quotaBytes, derivativeBytes }: Vault): number {
	return Math.floor(quotaBytes * DERIVATIVES_SHARE) - derivativeBytes;
}
