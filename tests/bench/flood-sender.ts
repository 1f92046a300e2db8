/** A process of its own that floods one route until it is told to stop: its work must not delay the one who is measured. */
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
	const counts: Record<string, number> = {};
	const underWay = new Set<Promise<void>>();
	const startedAt = performance.now();
	let sent = 0;
	const timer = setInterval(() => {
		const due = ((performance.now() - startedAt) / 1000) * perSecond;
		for (; sent < due && underWay.size < UNDER_WAY_MAX; sent++) {
			const one = fetch(url, request)
				.then(async (response) => {
					await response.arrayBuffer();
					counts[response.status] = (counts[response.status] ?? 0) + 1;
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
		});
	});
}
