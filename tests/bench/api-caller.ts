/**
 * A process of its own that asks for one thing after another, as a browser would: what it unpacks and throws away must not
 * hold up the gateway, which runs beside the benchmark.
 */
import * as v from 'valibot';

const Calls = v.object({
	url: v.string(),
	method: v.string(),
	headers: v.record(v.string(), v.string()),
	/** Absent of a GET. */
	body: v.exactOptional(v.string()),
	count: v.number(),
	/** Entries that each answer must have; absent where it has none. */
	entries: v.exactOptional(v.number()),
});

/** What the process is sent, as a message. */
export type Calls = v.InferOutput<typeof Calls>;

/** Milliseconds of each call, until its answer is unpacked and read: what it answers. A text says why it could not. */
export const Times = v.array(v.number(), (issue) => String(issue.input));

if (import.meta.main) {
	process.on('message', (message) => {
		void callAll(v.parse(Calls, message))
			.catch(String)
			.then((answer) => process.send?.(answer));
	});
}

async function callAll({ url, count, entries, ...request }: Calls): Promise<number[]> {
	const times: number[] = [];
	for (let i = 0; i < count; i++) {
		const began = performance.now();
		const response = await fetch(url, request);
		const answer = (await response.json()) as { readonly entries?: readonly unknown[] };
		times.push(performance.now() - began);
		if (response.status !== 200 || answer.entries?.length !== entries) {
			throw new Error(`${url} answered ${String(response.status)}`);
		}
	}
	return times;
}
