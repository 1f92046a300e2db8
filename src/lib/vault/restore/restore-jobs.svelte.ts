import type { RestoreTier } from '#contract/restore-tiers';
import {
	advanceRestore,
	beginRestore,
	cancelRestore,
	getRestore,
	listRestores,
	type RestoreJob,
} from '#contract/restores';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import { restoreSentence } from '$lib/errors/restore-sentence';
import { formatAbout } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import type { Toasts } from '$lib/notices/toasts.svelte';
import type { OtherTabs } from '../other-tabs';
import { readAgain } from '../read-again';
import { jobName } from './job-words';
import { RememberedRestores } from './remembered-restores';
import { isOver, isWorking, nextLookMs } from './restore-progress';
import { inParts } from './restore-quote';
import type { RestoreWish } from './restore-wish';

export interface RestoreServices {
	readonly call: Call;
	readonly toasts: Toasts;
	readonly otherTabs: OtherTabs;
	/** Copies are being made, ready or over. */
	readonly changed: () => void;
	/** Leads to where copies and jobs are listed. */
	readonly openShelf: () => void;
}

interface BeginOptions {
	readonly tier: RestoreTier;
	readonly days: number;
	/** The id of each part: the same ones again repeat a request whose answer was lost. */
	readonly idOf: (part: number) => string;
}

/** A download that waits for jobs. */
interface Waiting {
	readonly jobIds: ReadonlySet<string>;
	readonly run: () => void;
}

/** The jobs as this page knows them, and the downloads that wait for them. Jobs go on without it. */
export class RestoreJobs {
	readonly #services: RestoreServices;
	readonly #remembered = new RememberedRestores();
	#list = $state.raw<readonly RestoreJob[]>([]);
	#waiting: readonly Waiting[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #lookOnce = readAgain(() => this.#look());

	constructor(services: RestoreServices) {
		this.#services = services;
	}

	/** Newest first; those that ended within 14 days too. */
	get list(): readonly RestoreJob[] {
		return this.#list;
	}

	get openCount(): number {
		return this.#list.filter((job) => !isOver(job)).length;
	}

	/** What a job was asked for, to be asked for once more or faster. Undefined where that is not known any more, and where it cannot be read now, which is said. */
	async wishOf(job: RestoreJob): Promise<RestoreWish | undefined> {
		try {
			const { targets } = await this.#services.call(getRestore, { jobId: job.id });
			return targets.length > 0 ? { targets, name: jobName(job) } : undefined;
		} catch (error) {
			this.#services.toasts.failure(error);
			return undefined;
		}
	}

	/** Keeps the jobs up to date while the page is open. Returns how to stop. */
	watch(): () => void {
		const look = () => void this.look();
		const stopping = new AbortController();
		const { signal } = stopping;
		window.addEventListener('online', look, { signal });
		const onReturn = () => {
			if (document.visibilityState === 'visible' && this.openCount > 0) look();
		};
		document.addEventListener('visibilitychange', onReturn, { signal });
		const stopTabs = this.#services.otherTabs.onChange(look);
		look();
		return () => {
			stopping.abort();
			stopTabs();
			clearTimeout(this.#timer);
		};
	}

	/** Reads the jobs, and takes those along that calls speed up. Called during a look, it looks once more after it. */
	look(): Promise<void> {
		return this.#lookOnce();
	}

	/** Begins to restore. Throws `ApiError`; parts that were begun before go on, and one in which nothing is archived is passed over. */
	async begin(wish: RestoreWish, { tier, days, idOf }: BeginOptions): Promise<void> {
		const begun: RestoreJob[] = [];
		let idle: ApiError | undefined;
		try {
			for (const [index, part] of inParts(wish.targets).entries()) {
				const request = { id: idOf(index), ...part, tier, days };
				try {
					const { job } = await this.#services.call(beginRestore, request);
					this.#remembered.add(job.id);
					begun.push(job);
				} catch (error) {
					if (!(error instanceof ApiError && error.reason === 'nothing_archived')) throw error;
					idle = error;
				}
			}
			if (begun.length === 0 && idle !== undefined) throw idle;
		} finally {
			if (begun.length > 0) this.#hasBegun(begun, wish);
		}
	}

	/** Asks S3 for no further file of the job. */
	async cancel(job: RestoreJob): Promise<void> {
		try {
			const answer = await this.#services.call(cancelRestore, { jobId: job.id });
			this.#take([answer.job]);
			this.#services.otherTabs.tell();
		} catch (error) {
			this.#services.toasts.failure(error);
		}
	}

	#hasBegun(begun: readonly RestoreJob[], { name, download }: RestoreWish): void {
		if (download !== undefined) {
			const jobIds = new Set(begun.map(({ id }) => id));
			this.#waiting = [...this.#waiting, { jobIds, run: download }];
		}
		this.#take(begun);
		this.#services.changed();
		this.#services.otherTabs.tell();
		this.#services.toasts.show(beginning(name, begun), {
			tone: begun.every(isOver) ? 'success' : 'plain',
			action: this.#showAction,
		});
		if (begun.some(isWorking)) void this.look();
		else this.#lookLater();
	}

	get #showAction() {
		return { label: 'Show', run: this.#services.openShelf };
	}

	async #look(): Promise<void> {
		const before = new Set(this.#list.map(({ id }) => id));
		try {
			const { jobs } = await this.#services.call(listRestores, {});
			const listed = new Set(jobs.map(({ id }) => id));
			// What was begun since the question is not in the answer, and stays.
			this.#list = this.#list.filter(({ id }) => listed.has(id) || !before.has(id));
			this.#remembered.keepOnly([...listed, ...this.#list.map(({ id }) => id)]);
			this.#take(jobs);
			for (const job of jobs.filter(isWorking)) {
				const answer = await this.#services.call(advanceRestore, { jobId: job.id });
				this.#take([answer.job]);
			}
		} catch {
			// What was read stays, and is read again in its time: the jobs go on by themselves.
		}
		this.#lookLater();
	}

	#lookLater(): void {
		clearTimeout(this.#timer);
		const wait = nextLookMs(this.#list, new Date());
		if (wait !== undefined) this.#timer = setTimeout(() => void this.look(), wait);
	}

	/** Takes jobs as they are now, tells of what has changed, and lets downloads go that waited for them. */
	#take(current: readonly RestoreJob[]): void {
		const before = new Map(this.#list.map((job) => [job.id, job]));
		const now = new Map(current.map((job) => [job.id, job]));
		const kept = this.#list.map((job) => now.get(job.id) ?? job);
		const added = current.filter(({ id }) => !before.has(id));
		this.#list = [...added, ...kept].toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
		const changed = current.filter((job) => hasMoved(before.get(job.id), job));
		if (changed.length > 0) this.#services.changed();
		for (const job of changed) if (isOver(job)) this.#tell(job);
		this.#letGo();
	}

	#letGo(): void {
		const over = new Map(this.#list.filter(isOver).map((job) => [job.id, job]));
		const due = this.#waiting.filter(({ jobIds }) => [...jobIds].every((id) => over.has(id)));
		this.#waiting = this.#waiting.filter((waiting) => !due.includes(waiting));
		for (const { jobIds, run } of due) {
			if ([...jobIds].some((id) => (over.get(id)?.files.ready ?? 0) > 0)) run();
		}
	}

	#tell(job: RestoreJob): void {
		const { toasts } = this.#services;
		const name = jobName(job);
		if (job.state === 'refused') toasts.error(restoreSentence(job.refusal ?? undefined));
		else if (job.files.failed > 0) {
			toasts.error(
				`${plural(job.files.failed, 'file')} of ${name} could not be restored. Try again.`,
			);
		} else if (job.files.ready > 0) {
			toasts.show(`${name} can be opened now`, { tone: 'success', action: this.#showAction });
		}
	}
}

function beginning(name: string, begun: readonly RestoreJob[]): string {
	if (begun.every(isOver)) return `The copies of ${name} stay longer`;
	const last = begun.map(({ readyAbout }) => readyAbout ?? '').reduce((a, b) => (a > b ? a : b));
	return last === '' ? `Restoring ${name}` : `Restoring ${name}, ready ${formatAbout(last)}`;
}

/** Only of jobs this page has seen under way: an old receipt is no news. */
function hasMoved(before: RestoreJob | undefined, now: RestoreJob): boolean {
	if (before === undefined) return false;
	return before.state !== now.state || before.files.ready !== now.files.ready;
}
