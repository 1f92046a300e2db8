import { SentBytes } from '$lib/uploads/transfer/sent-bytes';
import { expect, it } from 'vitest';

it('tells of six parts that move four times a second, and of each that is there at once', () => {
	const told: number[] = [];
	const clock = { nowMs: 0, now: () => clock.nowMs };
	const sent = new SentBytes({ progress: (bytes) => told.push(bytes) }, clock);

	for (let part = 1; part <= 6; part++) sent.set(part, 0);
	for (; clock.nowMs < 1000; clock.nowMs += 10)
		for (let part = 1; part <= 6; part++) sent.moved(part, clock.nowMs);
	const whileMoving = told.splice(0).length;
	sent.set(1, 2000);

	expect(whileMoving).toBe(6 + 3);
	expect(told).toEqual([2000 + 5 * 990]);
});
