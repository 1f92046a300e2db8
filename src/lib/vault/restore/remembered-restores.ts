import * as v from 'valibot';

const KEY = 'cloudvault.restores';

const remembered = v.array(v.string());

/** The jobs that were begun on this device, for all tabs, as long as they are listed: it watches jobs only where there is one. */
export class RememberedRestores {
	/** True where this device has begun no job that is still listed. */
	static get isEmpty(): boolean {
		return read().length === 0;
	}

	add(jobId: string): void {
		keep([...read().filter((known) => known !== jobId), jobId]);
	}

	/** Forgets all other jobs: those of another person too. */
	keepOnly(jobIds: readonly string[]): void {
		const known = read();
		const kept = known.filter((jobId) => jobIds.includes(jobId));
		if (kept.length < known.length) keep(kept);
	}
}

function read(): v.InferOutput<typeof remembered> {
	try {
		return v.parse(remembered, JSON.parse(localStorage.getItem(KEY) ?? '[]'));
	} catch {
		return [];
	}
}

function keep(jobIds: readonly string[]): void {
	try {
		localStorage.setItem(KEY, JSON.stringify(jobIds));
	} catch {
		// Without it jobs are watched from the first look at the shelf on.
	}
}
