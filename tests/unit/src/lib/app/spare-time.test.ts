import { SpareTime } from '$lib/app/spare-time';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The browser is idle when a test says so: jsdom never is. */
let idlers: (() => void)[] = [];
async function idle() {
	await settled();
	const waiting = idlers;
	idlers = [];
	for (const idler of waiting) idler();
	await settled();
}
/** Everything that needs no timer is done. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
	idlers = [];
	vi.stubGlobal('requestIdleCallback', (idler: () => void) => idlers.push(idler));
});
afterEach(() => vi.unstubAllGlobals());

function opened() {
	const spareTime = new SpareTime();
	const answers: PromiseWithResolvers<unknown>[] = [];
	const api = () => {
		const answer = Promise.withResolvers<unknown>();
		answers.push(answer);
		return answer.promise;
	};
	const call = spareTime.awaiting(api) as () => Promise<unknown>;
	const task = vi.fn();
	spareTime.use(task);
	return { spareTime, answers, call, task };
}

describe('spare time', () => {
	it('begins after the answers the page was opened with', async () => {
		const { answers, call, task } = opened();
		void call();
		await idle();
		expect(task).not.toHaveBeenCalled();

		answers[0]?.resolve(undefined);
		await idle();
		await idle();
		expect(task).toHaveBeenCalledOnce();
	});

	it('waits for the request that an answer leads to', async () => {
		const { answers, call, task } = opened();
		void call().then(call);
		answers[0]?.resolve(undefined);
		await idle();
		await idle();
		expect(task).not.toHaveBeenCalled();

		answers[1]?.resolve(undefined);
		await idle();
		await idle();
		expect(task).toHaveBeenCalledOnce();
	});

	it('begins after a refusal, too', async () => {
		const { answers, call, task } = opened();
		const refused = call().catch(() => undefined);
		answers[0]?.reject(new Error('offline'));
		await refused;

		await idle();
		await idle();
		expect(task).toHaveBeenCalledOnce();
	});

	it('is for one task at a time, and for the next one where one fails', async () => {
		const { spareTime, answers, call, task } = opened();
		const first = Promise.withResolvers<undefined>();
		task.mockReturnValue(first.promise);
		const second = vi.fn();
		spareTime.use(second);
		void call();
		answers[0]?.resolve(undefined);
		await idle();
		await idle();
		await idle();
		expect(task).toHaveBeenCalledOnce();
		expect(second).not.toHaveBeenCalled();

		first.reject(new Error('no network'));
		await idle();
		await idle();
		expect(second).toHaveBeenCalledOnce();
	});
});
