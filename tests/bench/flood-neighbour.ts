/** A process of its own that asks for one thing after another and measures how long each takes, as a browser would. */
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';

const Visit = v.object({
	url: v.string(),
	method: v.string(),
	headers: v.record(v.string(), v.string()),
	body: v.string(),
	requests: v.number(),
	everyMs: v.number(),
});

/** What the process is sent, as a message, for each round. */
export type Visit = v.InferOutput<typeof Visit>;

/** Milliseconds of each request: what it answers. A text says why it could not. */
export const Times = v.array(v.number(), (issue) => String(issue.input));

if (import.meta.main) {
	process.on('message', (message) => {
		void visit(v.parse(Visit, message))
			.catch(String)
			.then((answer) => process.send?.(answer));
	});
}

async function visit({ url, requests, everyMs, ...request }: Visit): Promise<number[]> {
	const times: number[] = [];
	for (let i = 0; i < requests; i++) {
		const began = performance.now();
		const response = await fetch(url, request);
		await response.arrayBuffer();
		times.push(performance.now() - began);
		if (response.status !== 200) {
			throw new Error(`the one who is measured was answered ${String(response.status)}`);
		}
		await pause(everyMs);
	}
	return times;
}
