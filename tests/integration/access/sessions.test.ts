import { endpoints } from '#contract/endpoints';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SigningKey } from '../../../local/cognito/signing-key.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';
import { matrix, probe } from './matrix.ts';

type Person = Awaited<ReturnType<Stack['createUser']>>;

let stack: Stack;
let key: SigningKey;

beforeAll(async () => {
	stack = await startStack({ site: false, throttles: false });
	key = await SigningKey.open(join(stack.dataDir, 'cognito'));
});
afterAll(() => stack.close());

/** They ask for no vault, so they cannot know: docs/architecture.md, "Identity and isolation". */
const ASK_NO_VAULT = [
	'openDerivatives',
	'sendInvitation',
	'getCloudHealth',
	'getStageShape',
	'getDatabaseHealth',
];

/** What a route wants that names nothing by id. */
const requests: Record<string, object> = {
	listTimeline: { only: 'all' },
	searchEntries: { query: 'x' },
	setNotifications: { email: null },
	purgeAccount: { confirm: 'delete account' },
};
const id = randomUUID();
const ids = { folderId: id, fileId: id, versionId: id, uploadId: id, trashedId: id, restoreId: id };
const asking = matrix
	.filter(({ endpoint }) => !ASK_NO_VAULT.includes(endpoint.name))
	.map(({ endpoint, request }) => {
		const valid = request?.(ids, ids) ?? requests[endpoint.name] ?? {};
		return [endpoint.name, endpoint, valid] as const;
	});

/** A token of the session that began at `auth_time`, as the pool renews it. */
function renewed(person: Person, authTime: number): string {
	const [, payload = ''] = person.accessToken.split('.');
	const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
	return key.sign({ ...claims, auth_time: authTime });
}

const call = (token: string, [, endpoint, request]: (typeof asking)[number]) =>
	probe(stack.apiUrl, endpoint, { authorization: `Bearer ${token}`, request });

const routeOf = (name: string) => {
	const found = asking.find((each) => each[0] === name);
	if (found === undefined) throw new Error(name);
	return found;
};

test('every route of the contract is asked below, or said not to be', () => {
	expect(asking.length + ASK_NO_VAULT.length).toBe(endpoints.length);
});

describe('once a person has signed out everywhere', () => {
	let person: Person;
	beforeAll(async () => {
		person = await stack.createUser();
		await new VaultClient(stack, person).open();
		expect((await call(person.accessToken, routeOf('endSessions'))).status).toBe(200);
	});

	test.each(asking)('%s refuses a token of before', async (...route) => {
		const answer = await call(person.accessToken, route);

		expect(answer).toMatchObject({ status: 401, body: { code: 'session_ended' } });
	});

	test.each(asking.slice(0, 1))('%s refuses one that was renewed since', async (...route) => {
		const before = Math.floor(Date.now() / 1000) - 600;

		const answer = await call(renewed(person, before), route);

		expect(answer).toMatchObject({ status: 401, body: { code: 'session_ended' } });
	});

	test('signing in again opens the vault', async () => {
		const later = Math.floor(Date.now() / 1000) + 1;

		const answer = await call(renewed(person, later), routeOf('openVault'));

		expect(answer.status).toBe(200);
	});
});

describe('once an account is deleted', () => {
	let person: Person;
	beforeAll(async () => {
		person = await stack.createUser();
		await new VaultClient(stack, person).open();
		expect((await call(person.accessToken, routeOf('purgeAccount'))).status).toBe(200);
	});

	const others = asking.filter(([name]) => name !== 'purgeAccount');
	test.each(others)('%s refuses every token', async (...route) => {
		const later = Math.floor(Date.now() / 1000) + 1;

		for (const token of [person.accessToken, renewed(person, later)]) {
			const answer = await call(token, route);
			expect(answer).toMatchObject({ status: 401, body: { code: 'vault_deleted' } });
		}
	});

	test('deleting it again answers as before', async () => {
		expect(await call(person.accessToken, routeOf('purgeAccount'))).toMatchObject({
			status: 200,
			body: { erased: true },
		});
	});
});
