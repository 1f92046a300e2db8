import type { RowDataPacket } from 'mysql2';
import { setTimeout as pause } from 'node:timers/promises';
import { reconcile } from '../../../lambdas/sweep/reconcile.ts';
import type { Fault } from '../../../local/s3/options.ts';
import type { Random } from '../../support/random.ts';
import type { World } from '../../support/world.ts';
import type { Weather } from './plan.ts';

type Events = Awaited<ReturnType<World['bucket']['takeEvents']>>;

/** Of all requests to S3. */
const S3_FAULT_SHARE = 0.05;
/** Of all events: lost, doubled or late. */
const EVENT_FAULT_SHARE = 0.1;
const EVENT_FAULTS = ['events lost', 'events doubled', 'events late'] as const;
/** A function that fails is called this often in all, as Lambda does. */
const DELIVERIES = 3;
/** Where the clock of the functions may stand, in hours from the real time. */
const CLOCK_HOURS: [number, ...number[]] = [0, -1, 1, 26, 7 * 24];
/** In a comparison amid traffic: longer than any call here takes, in seconds. */
const GRACE_SECONDS = 20;

/** Everything that goes wrong around the clients, drawn from numbers of its own. */
export class Storm {
	readonly counts = {
		'S3 faults': 0,
		'connections killed': 0,
		'events lost': 0,
		'events doubled': 0,
		'events late': 0,
		'events given up': 0,
		'clock moves': 0,
		sweeps: 0,
		comparisons: 0,
	};
	/** What a schedule died of that is no fault of a dependency. */
	readonly crashes: string[] = [];
	readonly #world: World;
	readonly #random: Random;
	#late: Events = [];

	constructor(world: World, random: Random) {
		this.#world = world;
		this.#random = random;
	}

	begin(): void {
		this.#world.bucket.s3.injectFaults(({ operation }) => {
			if (this.#random.next() >= S3_FAULT_SHARE) return undefined;
			this.counts['S3 faults'] += 1;
			return this.#fault(operation);
		});
	}

	/** No more faults, the real time, and what was late arrives. */
	async end(): Promise<void> {
		this.#world.bucket.s3.injectFaults(undefined);
		this.#world.turnBack();
		const late = this.#late;
		this.#late = [];
		for (const event of [...late, ...(await this.#world.bucket.takeEvents())]) {
			await this.#deliver(event);
		}
	}

	async after(weather: readonly Weather[]): Promise<void> {
		await this.#passEventsOn();
		for (const each of weather) await this.#happen(each);
	}

	#fault(operation: string): Fault {
		const kinds: [Fault, ...Fault[]] = [
			{ status: 500 },
			{ status: 503 },
			{ first: 'drop-connection' },
			{ then: 'drop-connection' },
			{ latencyMs: 30 },
		];
		if (operation === 'CompleteMultipartUpload') kinds.push({ okWithError: true });
		if (operation === 'DeleteObjects') kinds.push({ failKey: () => 'InternalError' });
		return this.#random.pick(kinds);
	}

	async #passEventsOn(): Promise<void> {
		const due: Events[number][] = [];
		const kept: Events[number][] = [];
		for (const event of this.#late) (this.#random.next() < 0.1 ? due : kept).push(event);
		this.#late = kept;
		for (const event of await this.#world.bucket.takeEvents()) {
			if (this.#random.next() >= EVENT_FAULT_SHARE) {
				due.push(event);
				continue;
			}
			const kind = this.#random.pick(EVENT_FAULTS);
			this.counts[kind] += 1;
			if (kind === 'events doubled') due.push(event, event);
			if (kind === 'events late') this.#late = [...this.#late, event];
		}
		for (const event of due) await this.#deliver(event);
	}

	async #deliver(event: Events[number]): Promise<void> {
		for (let i = 0; i < DELIVERIES; i += 1) {
			try {
				await this.#world.follow([event]);
				return;
			} catch (error) {
				if (!isDependency(error)) this.crashes.push(`event: ${String(error)}`);
			}
		}
		this.counts['events given up'] += 1;
	}

	async #happen(weather: Weather): Promise<void> {
		switch (weather) {
			case 'database disconnects':
				await this.#killConnections();
				return;
			case 'clock moves':
				this.counts['clock moves'] += 1;
				this.#world.turnBack();
				this.#world.passSeconds(this.#random.pick(CLOCK_HOURS) * 3600);
				return;
			case 'sweep':
				this.counts.sweeps += 1;
				await this.#schedule('sweep', () => this.#world.sweep());
				return;
			case 'comparison':
				this.counts.comparisons += 1;
				// By the real time: with a clock that is days ahead, nothing would be too young for it.
				await this.#schedule('comparison', () =>
					reconcile({
						...this.#world.deps,
						clock: { now: () => new Date() },
						graceSeconds: GRACE_SECONDS,
					}),
				);
		}
	}

	async #schedule(name: string, run: () => Promise<unknown>): Promise<void> {
		await run().catch((error: unknown) => {
			if (!isDependency(error)) this.crashes.push(`${name}: ${String(error)}`);
		});
	}

	async #killConnections(): Promise<void> {
		const { observer } = this.#world.fresh;
		const [rows] = await observer.query<RowDataPacket[]>(
			'select id from information_schema.processlist where db = database() and id <> connection_id()',
		);
		for (const { id } of rows) {
			this.counts['connections killed'] += 1;
			// One that has ended by itself meanwhile cannot be killed.
			await observer.query('kill connection ?', [id]).catch(() => undefined);
		}
		await pause(1);
	}
}

/** A dependency did not answer, and the caller is told to come again. */
function isDependency(error: unknown): boolean {
	if (error instanceof AggregateError) return error.errors.every(isDependency);
	return error instanceof Error && 'code' in error && error.code === 'unavailable';
}
