import type { Slices } from '$lib/uploads/capture/slices';

/** The file at `address`, which answers ranges. Its slices reject with what `fetch` throws, and where the answer is no range. */
export function slicesAt(address: string, size: number, signal: AbortSignal): Slices {
	return {
		size,
		slice: (start, end) => ({
			async arrayBuffer() {
				const range = `bytes=${String(start)}-${String(Math.min(end, size) - 1)}`;
				const answer = await fetch(address, { signal, headers: { range } });
				if (!answer.ok) throw new Error(`reading a range: status ${String(answer.status)}`);
				return answer.arrayBuffer();
			},
		}),
	};
}
