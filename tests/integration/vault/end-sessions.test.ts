import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../lambdas/ports/caller.ts';
import { endSessions } from '../../../lambdas/vault/end-sessions.ts';
import { openVault } from '../../../lambdas/vault/open-vault.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { codeOf, newPerson, type Person } from '../../support/people.ts';

const NOON = Date.UTC(2026, 5, 1, 12);

let fresh: FreshDatabase;
let ann: Person;
let bob: Person;

beforeAll(async () => {
	fresh = await freshDatabase();
	[ann, bob] = [await newPerson(fresh.database), await newPerson(fresh.database)];
});
afterAll(() => fresh.close());

function depsAt(ms: number) {
	return {
		catalog: ann.catalog,
		clock: { now: () => new Date(ms) },
		newId: () => 'unused',
		defaultQuotaBytes: 0,
	};
}

/** Of a session that began so many seconds after noon. */
const since = ({ ownerId }: Person, seconds: number): Caller => ({
	ownerId,
	signedInAt: NOON / 1000 + seconds,
});

const opens = (caller: Caller) => codeOf(openVault(depsAt(NOON), caller, {}));

test('ends the sessions that began until this second, and no later one', async () => {
	await endSessions(depsAt(NOON + 300), since(ann, -60), {});

	expect(await opens(since(ann, -3600))).toBe('session_ended');
	// Whether it began before those 300 milliseconds or after them its token does not say.
	expect(await opens(since(ann, 0))).toBe('session_ended');
	expect(await opens(since(ann, 1))).toBeUndefined();
});

test('ends no session of another person', async () => {
	expect(await opens(since(bob, -3600))).toBeUndefined();
});

test('is not asked for by a session that has ended', async () => {
	expect(await codeOf(endSessions(depsAt(NOON + 60_000), since(ann, -60), {}))).toBe(
		'session_ended',
	);
	expect(await opens(since(ann, 1))).toBeUndefined();
});
