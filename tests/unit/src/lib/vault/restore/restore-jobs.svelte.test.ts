import type { Endpoint } from '#contract/endpoint';
import { getRestore, type RestoreJob } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { quoted } from '$lib/format/quoted';
import { Toasts } from '$lib/notices/toasts.svelte';
import { OtherTabs } from '$lib/vault/other-tabs';
import { RestoreChoice } from '$lib/vault/restore/restore-choice.svelte';
import { RestoreJobs } from '$lib/vault/restore/restore-jobs.svelte';
import { nextLookMs } from '$lib/vault/restore/restore-progress';
import type { RestoreQuote } from '$lib/vault/restore/restore-quote';
import * as v from 'valibot';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { quoteOf } from './quotes';

const file = '00000000-0000-7000-8000-000000000001';

/** Jobs as the API has them; requests and answers are parsed by the contract. */
class FakeRestoresApi {
	jobs: RestoreJob[] = [];
	quote = quoteOf();
	/** Answered first, one a call. */
	quotes: RestoreQuote[] = [];
	/** What a call that goes on counting waits for. */
	counted: Promise<void> = Promise.resolve();
	refusal: ApiError | undefined;
	/** Called when an answer is made and is not there yet. */
	answered: (() => void) | undefined;
	readonly begun: string[] = [];
	/** How a job that begins stands. */
	begins: Partial<RestoreJob> = {};
	advanced = 0;

	readonly call: Call = async (endpoint, request) => {
		const fields = v.parse(endpoint.request, request) as { id?: string; jobId?: string };
		await ('progress' in fields ? this.counted : undefined);
		if (this.refusal) throw this.refusal;
		const answer = v.parse(endpoint.response, this.#answer(endpoint, fields));
		this.answered?.();
		return answer;
	};

	#answer({ name }: Endpoint, { id = '', jobId }: { id?: string; jobId?: string }): unknown {
		if (name === 'quoteRestore') return this.quotes.shift() ?? this.quote;
		if (name === 'listRestores') return { jobs: this.jobs };
		if (name === 'beginRestore') {
			this.begun.push(id);
			this.jobs = [jobOf({ id, ...this.begins })];
		}
		if (name === 'advanceRestore') {
			this.advanced += 1;
			this.jobs = this.jobs.map((job) => ({ ...job, state: 'restoring' }));
		}
		const job = this.jobs.find((each) => each.id === (jobId ?? id));
		if (name === 'getRestore') return { job, targets: [{ entryId: file }] };
		return { job: name === 'cancelRestore' ? { ...job, state: 'restoring' } : job };
	}
}

function jobOf(more: Partial<RestoreJob> = {}): RestoreJob {
	return v.parse(getRestore.response.entries.job, {
		id: crypto.randomUUID(),
		subject: { kind: 'entry', name: 'old' },
		state: 'restoring',
		refusal: null,
		tier: 'Standard',
		days: 7,
		files: { total: 1, waiting: 0, restoring: 1, ready: 0, failed: 0, cancelled: 0 },
		bytes: { total: 1000, ready: 0 },
		slower: 0,
		estimatedUsd: 0.001,
		readyAbout: '2025-01-15T15:00:00.000Z',
		createdAt: '2025-01-15T10:00:00.000Z',
		finishedAt: null,
		...more,
	});
}

const done = (job: RestoreJob): RestoreJob => ({
	...job,
	state: 'done',
	readyAbout: null,
	files: { ...job.files, restoring: 0, ready: 1 },
});

let api: FakeRestoresApi;
let toasts: Toasts;
let jobs: RestoreJobs;
const changed = vi.fn();
const said = () => toasts.list.map(({ text }) => text);

beforeEach(() => {
	localStorage.clear();
	changed.mockClear();
	vi.useFakeTimers({ now: new Date('2025-01-15T10:00:00Z') });
	api = new FakeRestoresApi();
	toasts = new Toasts();
	const otherTabs = new OtherTabs();
	const openShelf = vi.fn();
	jobs = new RestoreJobs({ call: api.call, toasts, otherTabs, changed, openShelf });
	return () => vi.useRealTimers();
});

const wishing = (download?: () => void) => ({
	targets: [{ entryId: file }],
	name: '“old”',
	...(download && { download }),
});

async function opened(download?: () => void): Promise<RestoreChoice> {
	const choice = new RestoreChoice(wishing(download), {
		call: api.call,
		jobs: () => Promise.resolve(jobs),
	});
	await choice.read();
	return choice;
}

describe('a press on Restore', () => {
	it('begins one job, however often it is pressed', async () => {
		const choice = await opened();

		await Promise.all([choice.press(), choice.press()]);

		expect(api.begun).toHaveLength(1);
		expect(jobs.openCount).toBe(1);
	});

	it('repeats the same request where the answer was lost, and says so', async () => {
		const choice = await opened();
		api.refusal = new ApiError('offline');
		expect(await choice.press()).toBe(false);
		expect(choice.problem).toBe(api.refusal);

		api.refusal = undefined;
		expect(await choice.press()).toBe(true);
		await choice.press();

		expect(new Set(api.begun).size).toBe(1);
	});

	it('is another request where something else was chosen', async () => {
		const choice = await opened();
		await choice.press();
		choice.choose('Bulk');
		await choice.press();

		expect(new Set(api.begun).size).toBe(2);
	});

	it('passes over a part in which nothing is archived, unless that is all', async () => {
		const targets = Array.from({ length: 201 }, () => ({ entryId: crypto.randomUUID() }));
		const press = { tier: 'Bulk', days: 7, idOf: () => crypto.randomUUID() } as const;
		const idle = new ApiError('restore_refused', { reason: 'nothing_archived' });
		api.answered = () => {
			api.refusal = idle;
		};

		await jobs.begin({ targets, name: '201 items' }, press);
		expect(api.begun).toHaveLength(1);
		expect(said()[0]).toMatch(/^Restoring 201 items/);

		await expect(jobs.begin({ targets, name: '201 items' }, press)).rejects.toBe(idle);
	});

	it('pays for no faster way by itself, but joins what is on its way', async () => {
		const none = { files: 0, bytes: 0 };
		const tiers = [{ refusal: 'nothing_archived' }, {}, {}] as const;
		api.quote = quoteOf({ archived: none, restoring: { files: 1, bytes: 1 }, tiers });

		expect((await opened()).offer).toBeUndefined();
		expect(await (await opened()).press()).toBe(false);

		const waiting = await opened(() => undefined);
		expect(waiting.canJoin).toBe(true);
		expect(await waiting.press()).toBe(true);
	});
});

describe('more than one call counts', () => {
	it('is shown as it grows, and no price is agreed to before all is counted', async () => {
		const part = quoteOf({
			archived: { files: 5, bytes: 5 },
			complete: false,
			progress: 'more',
		});
		api.quotes = [part, quoteOf({ archived: { files: 9, bytes: 9 } })];
		const choice = new RestoreChoice(wishing(), {
			call: api.call,
			jobs: () => Promise.resolve(jobs),
		});

		const counted = Promise.withResolvers<undefined>();
		api.counted = counted.promise;
		const reading = choice.read();
		await vi.waitFor(() => {
			expect(choice.quote).toBeDefined();
		});
		expect(choice.quote).toMatchObject({ archived: { files: 5 }, complete: false });
		expect(choice.counting).toBe(true);
		expect(await choice.press()).toBe(false);
		counted.resolve(undefined);
		await reading;

		expect(choice.quote).toMatchObject({ archived: { files: 9 }, complete: true });
		expect(choice.counting).toBe(false);
		expect(await choice.press()).toBe(true);
	});

	it('is not counted further where it is too much already', async () => {
		const refused = { refusal: 'daily_files' } as const;
		const tiers = [refused, refused, refused];
		api.quotes = [quoteOf({ complete: false, progress: 'more', tiers }), quoteOf()];

		const choice = await opened();

		expect(choice.quote?.complete).toBe(false);
		expect(choice.offer).toBeUndefined();
		expect(api.quotes).toHaveLength(1);
	});
});

describe('a job', () => {
	it('stays where the list was asked for before it began', async () => {
		const looking = jobs.look();
		await (await opened()).press();
		api.jobs = [];
		await looking;

		expect(jobs.openCount).toBe(1);
	});

	it('that S3 is still being asked for is gone on with at once', async () => {
		api.begins = { state: 'asking' };
		await (await opened()).press();
		await jobs.look();

		expect(api.advanced).toBeGreaterThan(0);
		expect(jobs.list).toMatchObject([{ state: 'restoring' }]);
	});

	it('lets the download go that waited for it, once', async () => {
		const download = vi.fn();
		await (await opened(download)).press();
		expect(download).not.toHaveBeenCalled();

		api.jobs = api.jobs.map(done);
		await jobs.look();
		await jobs.look();

		expect(download).toHaveBeenCalledTimes(1);
		expect(said()).toContain(`${quoted('old')} can be opened now`);
	});

	it('that ends during a look is seen by the next one, which follows at once', async () => {
		api.jobs = [jobOf()];
		await jobs.look();
		const looking = jobs.look();
		api.answered = () => {
			api.answered = undefined;
			api.jobs = api.jobs.map(done);
			dispatchEvent(new Event('online'));
		};
		const stop = jobs.watch();
		await looking;

		await vi.waitFor(() => {
			expect(jobs.openCount).toBe(0);
		});
		stop();
	});

	it('tells lists that files have changed, and nothing of what was over before', async () => {
		api.jobs = [done(jobOf())];
		await jobs.look();
		expect(changed).not.toHaveBeenCalled();
		expect(said()).toEqual([]);

		api.jobs = [jobOf()];
		await jobs.look();
		api.jobs = api.jobs.map(done);
		await jobs.look();
		expect(changed).toHaveBeenCalledTimes(1);
	});

	it('says why it was refused after its files were counted', async () => {
		api.jobs = [jobOf({ state: 'finding' })];
		await jobs.look();
		api.jobs = api.jobs.map((job) => ({ ...job, state: 'refused', refusal: 'daily_files' }));
		await jobs.look();

		expect(said()[0]).toMatch(/more files than one person may restore in a day/);
	});

	it('is asked for again by what it was asked for, also where another device has begun it', async () => {
		api.jobs = [jobOf()];
		await jobs.look();
		const [job = jobOf()] = jobs.list;

		expect(await jobs.wishOf(job)).toEqual({
			targets: [{ entryId: file }],
			name: quoted('old'),
		});

		api.refusal = new ApiError('offline');
		expect(await jobs.wishOf(job)).toBeUndefined();
		expect(said()).toHaveLength(1);
	});

	it('keeps what was read where it cannot be read just now', async () => {
		api.jobs = [jobOf()];
		await jobs.look();
		api.refusal = new ApiError('offline');
		await jobs.look();

		expect(jobs.list).toHaveLength(1);
	});
});

test.each([
	['nothing is under way', [], undefined],
	['all are over', [done(jobOf())], undefined],
	['S3 is being asked', [jobOf({ state: 'asking' })], 10_000],
	['it takes hours', [jobOf()], 300_000],
	['it takes minutes', [jobOf({ readyAbout: '2025-01-15T10:04:00.000Z' })], 60_000],
	['it is overdue', [jobOf({ readyAbout: '2025-01-15T09:00:00.000Z' })], 10_000],
])('looks again in time where %s', (_case, jobs, wait) => {
	expect(nextLookMs(jobs, new Date('2025-01-15T10:00:00Z'))).toBe(wait);
});
