import type { RestoreTarget } from '#contract/restores';
import { createHash } from 'node:crypto';

interface Asked {
	readonly targets: readonly RestoreTarget[];
	readonly tier?: string;
	readonly days: number;
}

/** SHA-256 of what was asked for, by which a repeated request is told from another one under the same id. */
export function hashOfRequest(kind: 'restore' | 'extend', { targets, tier, days }: Asked): Buffer {
	const named = targets.map(({ entryId, versionId }) => [entryId, versionId ?? null]);
	// A job of the release before was hashed without the kind.
	const asked = kind === 'restore' ? [named, tier, days] : [kind, named, days];
	return createHash('sha256').update(JSON.stringify(asked)).digest();
}
