import { PERSON_REQUESTS_BURST } from '#contract/limits';
import { expect, test, vi } from 'vitest';
import { handler } from '../../../../lambdas/restores/handler.ts';
import { log } from '../../../../lambdas/runtime/log.ts';
import { patienceWith } from '../../../../lambdas/runtime/patience.ts';

const wentOn = { advanced: 1, compared: 2, neverEnding: 3, untold: 1, failed: 0 };
vi.mock('../../../../lambdas/restores/wiring.ts', () => ({
	wireRestores: () => ({ catalog: { shares: { take: () => Promise.resolve(true) } } }),
}));
vi.mock('../../../../lambdas/restores/go-on-with-restores.ts', () => ({
	goOnWithRestores: () => Promise.resolve(wentOn),
}));

/** How long what it waits for may be silent, by the time its answer is due; in milliseconds. */
let patience: number | undefined;
vi.mock('../../../../lambdas/restores/advance-restore.ts', () => ({
	advanceRestore: ({ hasTimeLeft }: { readonly hasTimeLeft: () => boolean }) => {
		const now = performance.now();
		const due = vi.spyOn(performance, 'now').mockReturnValue(now + 6000);
		expect(hasTimeLeft()).toBe(false);
		patience = patienceWith('storage');
		due.mockRestore();
		return Promise.resolve({ job: null });
	},
}));

const context = { getRemainingTimeInMillis: () => 28_000 };

/** `restores/alarms.yml` counts these lines by `message`, and reads `neverEnding`. */
test('writes the line by which alarms know that the schedule ran, and what never ends', async () => {
	const written = vi.spyOn(log, 'info').mockReturnValue();

	await handler({ task: 'restores' }, context);

	expect(written).toHaveBeenCalledExactlyOnceWith('went on with restores', wentOn);
	written.mockRestore();
});

test('has time to write down the step that is under way when the answer is due', async () => {
	const written = vi.spyOn(log, 'info').mockReturnValue();
	const claims = {
		sub: '01890000-0000-7000-8000-000000000002',
		token_use: 'access',
		auth_time: '1790000000',
	};

	const answer = await handler(
		{
			rawPath: '/restores/advance',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ jobId: '01890000-0000-7000-8000-000000000003' }),
			requestContext: { requestId: 'r', http: { method: 'POST' }, authorizer: { jwt: { claims } } },
		},
		context,
	);

	expect(answer).toMatchObject({ statusCode: 200 });
	expect(patience).toBe(3500);
	written.mockRestore();
});

test('takes everything else for a request', async () => {
	const request = {
		rawPath: '/restores/strange',
		requestContext: { requestId: 'r', http: { method: 'GET' } },
	};

	expect(await handler(request, context)).toMatchObject({ statusCode: 404 });
});

test('counts what a person asks for over all requests', async () => {
	const written = vi.spyOn(log, 'info').mockReturnValue();
	const claims = {
		sub: '01890000-0000-7000-8000-000000000001',
		token_use: 'access',
		auth_time: '1790000000',
	};
	const request = {
		rawPath: '/restores/list',
		rawQueryString: 'unknown=field',
		requestContext: { requestId: 'r', http: { method: 'GET' }, authorizer: { jwt: { claims } } },
	};
	const statuses = new Set<unknown>();
	for (let i = 0; i < 3 * PERSON_REQUESTS_BURST; i++) {
		statuses.add(((await handler(request, context)) as { statusCode: number }).statusCode);
	}

	expect(statuses).toEqual(new Set([400, 429]));
	written.mockRestore();
});
