import type { ResponseOf } from '#contract/endpoint';
import { getCloudHealth, getDatabaseHealth } from '#contract/health';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';
import type { CheckRow } from './check-row';
import { cloudRows } from './cloud-words';
import { databaseRows } from './database-words';

interface Found {
	readonly cloud: ResponseOf<typeof getCloudHealth> | undefined;
	readonly database: ResponseOf<typeof getDatabaseHealth> | undefined;
	readonly at: Date;
}

/** What the page stands on: the first answer is waited for, every later one replaces it. */
export class StageHealth {
	readonly #call: Call;
	#found = $state.raw<Found>();
	#problem = $state.raw<unknown>();
	#busy = $state(false);
	readonly #cloud = $derived(this.#found && cloudRows(this.#found.cloud));
	readonly #database = $derived(this.#found && databaseRows(this.#found.database));

	constructor(call: Call) {
		this.#call = call;
	}

	/** Undefined until the first answer, like `database` and `lookedAt`. */
	get cloud(): readonly CheckRow[] | undefined {
		return this.#cloud;
	}

	get database(): readonly CheckRow[] | undefined {
		return this.#database;
	}

	get lookedAt(): Date | undefined {
		return this.#found?.at;
	}

	/** Why nothing could be read at all, the last time. */
	get problem(): unknown {
		return this.#problem;
	}

	get isForOthers(): boolean {
		return this.#problem instanceof ApiError && this.#problem.code === 'owners_only';
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** Asks anew. One of the two functions may fail without the other: then its half is unknown. */
	async look(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		const [cloud, database] = await Promise.allSettled([
			this.#call(getCloudHealth, {}),
			this.#call(getDatabaseHealth, {}),
		]);
		this.#busy = false;
		if (cloud.status === 'rejected' && database.status === 'rejected') {
			this.#problem = cloud.reason;
			return;
		}
		this.#problem = undefined;
		this.#found = { cloud: valueOf(cloud), database: valueOf(database), at: new Date() };
	}
}

function valueOf<T>(settled: PromiseSettledResult<T>): T | undefined {
	return settled.status === 'fulfilled' ? settled.value : undefined;
}
