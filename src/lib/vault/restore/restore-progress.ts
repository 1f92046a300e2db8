import type { RestoreJob } from '#contract/restores';

/** Looking more often would show nothing new, and less often would be noticed; in milliseconds. */
const LOOK_LEAST_MS = 10_000;
const LOOK_MOST_MS = 5 * 60_000;

export function isOver({ state }: Pick<RestoreJob, 'state'>): boolean {
	return state === 'done' || state === 'refused';
}

/** True while calls of the page speed a job up. */
export function isWorking({ state }: Pick<RestoreJob, 'state'>): boolean {
	return state === 'finding' || state === 'asking';
}

/** In how many milliseconds it is worth looking at the jobs again; undefined where all are over. */
export function nextLookMs(jobs: readonly RestoreJob[], now: Date): number | undefined {
	const open = jobs.filter((job) => !isOver(job));
	if (open.length === 0) return undefined;
	const waits = open.map((job) => {
		if (isWorking(job) || job.readyAbout === null) return LOOK_LEAST_MS;
		return (new Date(job.readyAbout).getTime() - now.getTime()) / 4;
	});
	return Math.min(LOOK_MOST_MS, Math.max(LOOK_LEAST_MS, Math.min(...waits)));
}
