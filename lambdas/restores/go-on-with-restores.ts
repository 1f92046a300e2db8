import { RESTORE_JOBS_KEPT_SECONDS } from '#contract/limits';
import { KEPT_COPY_LEFT_DAYS } from '../domain/keep-ready.ts';
import { VaultError } from '../domain/vault-error.ts';
import { sendOutbox } from '../outbox/send-outbox.ts';
import { inspectVersions } from '../restoring/inspect-versions.ts';
import type { RestoresDeps } from './deps.ts';
import { advanceJob } from './internal/advance-job.ts';
import { cancelJob } from './internal/cancel-job.ts';
import { keepReadyStep } from './internal/keep-step.ts';

/** Rows looked at in one go. */
const PAGE = 200;
/** Twice the longest that S3 typically takes, in seconds: a copy that is not there by then will hardly come. */
const NEVER_ENDING_SECONDS = 2 * 48 * 3600;
/** Counting stops here: the alarm needs to know that there are some. */
const NEVER_ENDING_MAX = 1000;

/** What a run found to do, for the log and the alarms. */
export interface WentOn {
	/** Jobs that no page was driving. */
	readonly advanced: number;
	/** Copies that should have been there, and that S3 was asked about. */
	readonly compared: number;
	/** Restores that S3 was asked for long ago. */
	readonly neverEnding: number;
	/** People with files that are kept ready, or let go, and of which S3 has not been told. */
	readonly untold: number;
	readonly failed: number;
}

/** Goes on with what pages have left, looks at what S3 has not told of, and forgets what is over. Any run may die. */
export async function goOnWithRestores(deps: RestoresDeps): Promise<WentOn> {
	const counts = { advanced: 0, compared: 0, failed: 0 };
	await advanceAll(deps, counts);
	await compareOverdue(deps, counts);
	await renewKept(deps);
	await keepAll(deps, counts);
	await forgetOld(deps);
	await sendOutbox(deps);
	const longAgo = new Date(deps.clock.now().getTime() - NEVER_ENDING_SECONDS * 1000);
	const neverEnding = await deps.catalog.restores.neverEnding(longAgo, NEVER_ENDING_MAX);
	const untold = (await deps.catalog.keepChecks.owners('', PAGE)).length;
	return { ...counts, neverEnding, untold };
}

type Counts = Record<'advanced' | 'compared' | 'failed', number>;

async function advanceAll(deps: RestoresDeps, counts: Counts): Promise<void> {
	for (const job of await deps.catalog.restores.open(deps.clock.now(), PAGE)) {
		if (!deps.hasTimeLeft()) return;
		try {
			await advanceJob(deps, job);
			counts.advanced += 1;
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			if (error.code === 'vault_deleted') {
				// Its account is deleted.
				await deps.catalog.withLockedOwner(job.ownerId, (repositories) =>
					cancelJob({ ...deps, repositories }, job),
				);
			} else counts.failed += 1;
		}
	}
}

/** A copy that is still not there is expected an hour later, so no page comes twice. */
async function compareOverdue(deps: RestoresDeps, counts: Counts): Promise<void> {
	const seen = new Set<string>();
	while (deps.hasTimeLeft()) {
		const overdue = await deps.catalog.versions.overdue(deps.clock.now(), PAGE);
		const fresh = overdue.filter(({ id }) => !seen.has(id));
		if (fresh.length === 0) return;
		for (const { id } of fresh) seen.add(id);
		for (const [ownerId, versions] of Map.groupBy(fresh, (version) => version.ownerId)) {
			try {
				await inspectVersions(deps, ownerId, versions);
				counts.compared += versions.length;
			} catch (error) {
				if (!(error instanceof VaultError)) throw error;
				counts.failed += 1;
			}
		}
	}
}

/**
 * A copy that is kept ready ends after ten years, as S3 makes none for ever: in the last of them it is looked at again, and kept for ten more.
 * A page each run: the year has room for twenty million.
 */
async function renewKept({ catalog, clock }: RestoresDeps): Promise<void> {
	const now = clock.now();
	const endsBefore = new Date(now.getTime() + KEPT_COPY_LEFT_DAYS * 24 * 3600 * 1000);
	const ending = await catalog.versions.keptEnding({ now, endsBefore, limit: PAGE });
	for (const [ownerId, versions] of Map.groupBy(ending, (version) => version.ownerId)) {
		const entryIds = versions.map(({ entryId }) => entryId);
		await catalog.withLockedOwner(ownerId, ({ keepChecks }) => keepChecks.ask(ownerId, entryIds));
	}
}

/** A page of checks for each person in turn, so that a large folder keeps no other person waiting. */
async function keepAll(deps: RestoresDeps, counts: Counts): Promise<void> {
	const stuck = new Set<string>();
	for (let after = '', isIdle = true; deps.hasTimeLeft();) {
		const owners = await deps.catalog.keepChecks.owners(after, PAGE);
		for (const ownerId of owners) {
			if (!deps.hasTimeLeft()) return;
			if (stuck.has(ownerId)) continue;
			try {
				if ((await keepReadyStep(deps, ownerId)) !== undefined) isIdle = false;
			} catch (error) {
				if (!(error instanceof VaultError)) throw error;
				stuck.add(ownerId);
				counts.failed += 1;
			}
		}
		if (owners.length === PAGE) after = owners.at(-1) ?? '';
		else if (isIdle) return;
		else [after, isIdle] = ['', true];
	}
}

async function forgetOld({ catalog, clock, hasTimeLeft }: RestoresDeps): Promise<void> {
	const before = new Date(clock.now().getTime() - RESTORE_JOBS_KEPT_SECONDS * 1000);
	while (hasTimeLeft() && (await catalog.restores.forget(before, PAGE)) > 0);
}
