import { expect, test, vi } from 'vitest';
import { handler } from '../../../../lambdas/migrate/handler.ts';
import { log } from '../../../../lambdas/runtime/log.ts';
import { patienceWith } from '../../../../lambdas/runtime/patience.ts';

const given = vi.hoisted(() => ({ patienceMs: 0 }));
vi.mock('../../../../lambdas/migrate/wiring.ts', () => ({
	wireMigrate: () => ({
		migrate: () => {
			given.patienceMs = patienceWith('database');
			return Promise.resolve(['0001-vault']);
		},
		admitFunctionUsers: () => Promise.resolve(),
	}),
}));

test('a migration may be silent for nearly as long as its function runs', async () => {
	vi.spyOn(log, 'info').mockReturnValue();

	const { ran } = await handler({}, { getRemainingTimeInMillis: () => 900_000 });

	expect(ran).toEqual(['0001-vault']);
	expect(given.patienceMs).toBeGreaterThan(890_000);
});
