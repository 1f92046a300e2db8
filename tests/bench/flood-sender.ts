/**
 * A process of its own that floods one route until it is told to stop. Its work must not delay the one who is measured: it
 * would be done elsewhere, so it yields the processors to everything else on this machine.
 */
import { Agent, request as send } from 'node:http';
import { constants, setPriority } from 'node:os';
import { setInterval } from 'node:timers';
import * as v from 'valibot';

const Flood = v.object({
	url: v.string(),
	method: v.string(),
	headers: v.record(v.string(), v.string()),
	body: v.string(),
	perSecond: v.number(),
});

/** What the process is started with, as JSON in its one argument. */
export type Flood = v.InferOutput<typeof Flood>;

/** How many answers of each status came back: what it says when it has stopped. */
export const Answered = v.record(v.string(), v.number());

const TICK_MS = 2;
/** More under way than this say that the flood is faster than this machine: it waits then, as its sender would. */
const UNDER_WAY_MAX = 200;

if (import.meta.main) flood(v.parse(Flood, JSON.parse(process.argv[2] ?? '')));

function flood({ url, perSecond, ...request }: Flood): void {
	setPriority(constants.priority.PRIORITY_LOW);
	const counts: Record<string, number> = {};
	const underWay = new Set<Promise<void>>();
	// Node's own client takes a quarter of the time that `fetch` takes for one request.
	const agent = new Agent({ keepAlive: true });
	const startedAt = performance.now();
	let sent = 0;
	const timer = setInterval(() => {
		const due = ((performance.now() - startedAt) / 1000) * perSecond;
		for (; sent < due && underWay.size < UNDER_WAY_MAX; sent++) {
			const one = statusOf(url, request, agent)
				// A connection that the server closes as we take it up again.
				.catch(() => 'lost')
				.then((status) => {
					counts[status] = (counts[status] ?? 0) + 1;
				})
				.finally(() => underWay.delete(one));
			underWay.add(one);
		}
		// What could not be sent in time is not made up for.
		sent = Math.max(sent, Math.floor(due));
	}, TICK_MS);
	process.once('message', () => {
		clearInterval(timer);
		void Promise.all(underWay).then(() => {
			process.send?.(counts);
			process.disconnect();
			agent.destroy();
		});
	});
}

function statusOf(
	url: string,
	{ body, ...options }: Pick<Flood, 'method' | 'headers' | 'body'>,
	agent: Agent,
): Promise<number> {
	return new Promise((resolve, reject) => {
		const sending = send(url, { ...options, agent }, (response) => {
			response.resume().once('end', () => resolve(response.statusCode ?? 0));
		});
		sending.once('error', reject).end(body);
	});
}
