import { INVITATIONS_PER_DAY } from '#contract/limits';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SignedInPerson } from '../../../local/cognito/people.ts';
import { startStack, type Stack } from '../../support/stack.ts';

const DAY_MS = 24 * 3600 * 1000;

let stack: Stack;
let owner: SignedInPerson;

beforeAll(async () => {
	stack = await startStack({ site: false, signUp: 'invited' });
	owner = await stack.createOwner();
});
// Each test has a day of its own.
beforeEach(() => stack.advanceClock(DAY_MS));
afterAll(() => stack.close());

const someone = () => `${randomUUID()}@example.com`;

async function invite(
	email: string,
	by = owner,
	language?: string,
): Promise<{ status: number; body: object; headers: Headers }> {
	const response = await fetch(`${stack.apiUrl}/invitations/send`, {
		method: 'POST',
		headers: { authorization: `Bearer ${by.accessToken}`, 'content-type': 'application/json' },
		body: JSON.stringify({ email, language }),
	});
	return {
		status: response.status,
		body: (await response.json()) as object,
		headers: response.headers,
	};
}

describe('an owner', () => {
	test('invites a person by a mail with a temporary password', async () => {
		const email = someone();

		expect(await invite(` ${email} `)).toMatchObject({ status: 200, body: { sent: 'first' } });

		const mails = stack.messages(email);
		expect(mails.map(({ subject }) => subject)).toEqual(['You are invited to a CloudVault']);
		expect(mails[0]?.text).toContain(mails[0]?.code);
	});

	test('invites again who has not come, with another password', async () => {
		const email = someone();
		await invite(email, owner, 'de-CH');
		expect(stack.messages(email)[0]?.subject).toBe('Du bist in einen CloudVault eingeladen');

		expect(await invite(email.toUpperCase())).toMatchObject({
			status: 200,
			body: { sent: 'again' },
		});

		const codes = stack.messages(email).map(({ code }) => code);
		expect(new Set(codes).size).toBe(2);
	});

	test('is told of an address that has an account, which gets no mail', async () => {
		const member = await stack.createUser();

		expect(await invite(member.email)).toMatchObject({
			status: 409,
			body: { code: 'already_member' },
		});
		expect(stack.messages(member.email)).toEqual([]);
	});

	test.each([
		'',
		'ada',
		'ada@',
		'ada@example',
		'a b@example.com',
		`${'x'.repeat(120)}@example.com`,
	])('is told that %j is no address', async (email) => {
		expect(await invite(email)).toMatchObject({
			status: 400,
			body: { code: 'bad_request', field: 'email' },
		});
	});
});

test('another person invites no one, and is not told what a request looks like', async () => {
	const email = someone();

	const { status, body } = await invite(email, await stack.createUser());

	expect({ status, body }).toMatchObject({ status: 403, body: { code: 'owners_only' } });
	expect(stack.messages(email)).toEqual([]);
	expect(await invite('', await stack.createUser())).toMatchObject({ status: 403 });
});

describe('the number of a day', () => {
	test('is never exceeded, however many are sent at once, and returns with the next', async () => {
		const emails = Array.from({ length: INVITATIONS_PER_DAY + 5 }, someone);

		const answers = await Promise.all(emails.map((email) => invite(email)));

		const sent = answers.filter(({ status }) => status === 200).length;
		expect(sent).toBeLessThanOrEqual(INVITATIONS_PER_DAY);
		expect(emails.filter((email) => stack.messages(email).length > 0)).toHaveLength(sent);
		const { status, body, headers } = await invite(someone());
		expect({ status, body }).toMatchObject({ status: 429, body: { code: 'too_many_invitations' } });
		const seconds = Number(headers.get('retry-after'));
		expect(Math.abs(stack.now().getTime() + seconds * 1000 - nextDay(stack.now()))).toBeLessThan(
			60_000,
		);

		await stack.advanceClock(seconds * 1000);

		expect(await invite(someone())).toMatchObject({ status: 200 });
	});

	test('is used up one by one', async () => {
		for (let i = 0; i < INVITATIONS_PER_DAY; i += 1) {
			expect(await invite(someone())).toMatchObject({ status: 200 });
		}
		expect(await invite(someone())).toMatchObject({ status: 429 });
	});
});

test('is written down by ids: who invited and when in the bucket, and whom in the log', async () => {
	const email = someone();
	await invite(email);

	const log = await readFile(join(stack.dataDir, 'logs', 'cloudvault-dev-invitations.log'), 'utf8');
	const line = log.split('\n').findLast((each) => each.includes('"invited"')) ?? '';
	expect(line).toContain(`"invitedBy":"${owner.sub}"`);
	expect(line).toMatch(/"personId":"[\w-]{36}"/);
	expect(log).not.toContain(email);
	const s3 = new S3Client({
		region: stack.region,
		endpoint: stack.s3Url,
		forcePathStyle: true,
		credentials: { ...stack.rootKey },
	});
	const day = stack.now().toISOString().slice(0, 10);
	const { Versions = [] } = await s3.send(
		new ListObjectVersionsCommand({ Bucket: stack.bucket, Prefix: `i/${day}/` }),
	);
	const { id } = JSON.parse(line) as { id: string };
	expect(Versions.map(({ Key }) => Key)).toEqual([`i/${day}/${id}.json`]);
});

test('is not sent where it cannot be written down', async () => {
	const email = someone();
	stack.s3?.injectFaults(({ operation }) =>
		operation === 'PutObject' ? { status: 503 } : undefined,
	);

	expect(await invite(email)).toMatchObject({ status: 503 });

	stack.s3?.injectFaults(undefined);
	expect(stack.messages(email)).toEqual([]);
});

function nextDay(now: Date): number {
	return Math.ceil((now.getTime() + 1) / DAY_MS) * DAY_MS;
}
