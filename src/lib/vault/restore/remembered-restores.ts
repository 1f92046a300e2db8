import type { RestoreTarget } from '#contract/restores';
import * as v from 'valibot';

const KEY = 'cloudvault.restores';

const remembered = v.record(
	v.string(),
	v.object({
		name: v.string(),
		targets: v.array(v.object({ entryId: v.string(), versionId: v.optional(v.string()) })),
	}),
);

/** What a job was asked for: the API knows its files, not what the person pressed on. */
export interface RememberedRestore {
	readonly name: string;
	readonly targets: readonly RestoreTarget[];
}

/** Kept on this device, for all tabs, as long as the job is listed. */
export class RememberedRestores {
	/** True where this device has begun no job that is still listed. */
	static get isEmpty(): boolean {
		return Object.keys(read()).length === 0;
	}

	get(jobId: string): RememberedRestore | undefined {
		return read()[jobId];
	}

	add(jobId: string, { name, targets }: RememberedRestore): void {
		keep({ ...read(), [jobId]: { name, targets: [...targets] } });
	}

	/** Forgets all other jobs: those of another person too. */
	keepOnly(jobIds: readonly string[]): void {
		const known = Object.entries(read());
		const kept = known.filter(([jobId]) => jobIds.includes(jobId));
		if (kept.length < known.length) keep(Object.fromEntries(kept));
	}
}

function read(): v.InferOutput<typeof remembered> {
	try {
		return v.parse(remembered, JSON.parse(localStorage.getItem(KEY) ?? '{}'));
	} catch {
		return {};
	}
}

function keep(value: v.InferOutput<typeof remembered>): void {
	try {
		localStorage.setItem(KEY, JSON.stringify(value));
	} catch {
		// Without it a job is shown by its numbers alone.
	}
}
