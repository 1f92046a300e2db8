import type { RestoreAllowance } from '../../domain/restore.ts';
import type { Repositories } from '../../ports/catalog.ts';
import type { Clock } from '../../ports/clock.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Within the 24 hours that end now, so that midnight doubles nothing. */
export function billedToday(
	{ restores }: Pick<Repositories, 'restores'>,
	clock: Clock,
	ownerId: string,
): Promise<RestoreAllowance> {
	return restores.billedSince(ownerId, new Date(clock.now().getTime() - DAY_MS));
}
