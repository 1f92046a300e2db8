import type { RestoreJob } from '#contract/restores';
import { restoreSentence } from '$lib/errors/restore-sentence';
import { formatAbout, type ReaderClock } from '$lib/format/instant';
import { formatNumber } from '$lib/format/number';
import { plural } from '$lib/format/plural';
import { quoted } from '$lib/format/quoted';
import { formatUsd } from '$lib/format/usd';
import { isOver } from './restore-progress';

/** A job that is over and needs the person is shown for so long, in milliseconds. */
const SHOWN_MS = 24 * 3600 * 1000;

/** Those under way, and for a day those that did not end well: what ended well is on the shelf. */
export function jobsToShow(jobs: readonly RestoreJob[], now: Date): readonly RestoreJob[] {
	return jobs.filter((job) => {
		if (!isOver(job)) return true;
		const endedAt = new Date(job.finishedAt ?? job.createdAt).getTime();
		const hasFailed = job.state === 'refused' || job.files.failed > 0;
		return hasFailed && now.getTime() - endedAt < SHOWN_MS;
	});
}

/** What a job restores, alike on every device: `“Holiday 2024”`, `all files`, `3 items`. */
export function jobName({ subject, files }: Pick<RestoreJob, 'subject' | 'files'>): string {
	switch (subject.kind) {
		case 'vault':
			return 'all files';
		case 'entry':
			return subject.name === null ? plural(files.total, 'file') : quoted(subject.name);
		case 'entries':
			return subject.count === 0 ? plural(files.total, 'file') : plural(subject.count, 'item');
	}
}

/** True where `getRestore` can say what it was asked for, and that is still there. */
export function canBeRepeated({ subject }: Pick<RestoreJob, 'subject'>): boolean {
	switch (subject.kind) {
		case 'vault':
			return true;
		case 'entry':
			return subject.name !== null;
		case 'entries':
			return subject.count > 0;
	}
}

/** How far a job is, in one line. */
export function jobLine(job: RestoreJob, reader: ReaderClock = {}): string {
	const { files, readyAbout, estimatedUsd } = job;
	switch (job.state) {
		case 'finding':
			return `Looking for archived files: ${plural(files.total, 'file')} so far`;
		case 'asking':
			return `${progress(files.total - files.waiting, files.total)} asked for`;
		case 'restoring':
			return [
				files.total > 1 && `${progress(files.ready, files.total)} ready`,
				readyAbout !== null && readyWords(files.total, formatAbout(readyAbout, reader)),
				estimatedUsd !== null && formatUsd(estimatedUsd),
			]
				.filter((part) => part !== false)
				.join(' · ');
		case 'done':
			return [
				`${plural(files.ready, 'file')} restored`,
				files.failed > 0 && `${plural(files.failed, 'file')} could not be restored`,
				files.cancelled > 0 && `${plural(files.cancelled, 'file')} cancelled`,
			]
				.filter((part) => part !== false)
				.join(' · ');
		case 'refused':
			return restoreSentence(job.refusal ?? undefined);
	}
}

/** What else is to be known of it; undefined where nothing is. */
export function jobNote({ state, slower }: RestoreJob): string | undefined {
	if (slower === 0 || state === 'done' || state === 'refused') return undefined;
	const files = plural(slower, 'file');
	return slower === 1
		? `S3 had no room for ${files} at Expedited: it comes at Standard.`
		: `S3 had no room for ${files} at Expedited: they come at Standard.`;
}

function readyWords(files: number, about: string): string {
	return files > 1 ? /* said */ `all ${about}` : `Ready ${about}`;
}

function progress(done: number, total: number): string {
	return `${formatNumber(done)} of ${plural(total, 'file')}`;
}
