import { lookAtFiles } from '$lib/uploads/selection/look-at-files';
import { selectionOfFiles } from '$lib/uploads/selection/selection';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

/** Files of a disk that answers after `ms`, by a clock of its own. */
function slowFiles(count: number, ms: number) {
	let now = 0;
	vi.spyOn(performance, 'now').mockImplementation(() => now);
	return Array.from({ length: count }, (_, index) => {
		const file = new File(['x'.repeat(index)], `${String(index)}.txt`, { lastModified: index });
		vi.spyOn(file, 'size', 'get').mockImplementation(() => {
			now += ms;
			return index;
		});
		return file;
	});
}

it('asks the disk once for each file, and keeps what else is known', async () => {
	const files = slowFiles(3, 1);
	const chosen = { ...selectionOfFiles(files), emptyFolders: [['empty']] };

	const looked = await lookAtFiles(chosen);

	expect(looked).toEqual({
		...chosen,
		files: files.map((file, index) => ({
			file,
			folders: [],
			facts: { sizeBytes: index, lastModified: index },
		})),
	});
	expect(performance.now()).toBe(3);
});

it('goes on by timers where the browser gives no turns', async () => {
	const looked = await lookAtFiles(selectionOfFiles(slowFiles(30, 1)));

	expect(looked.files.map(({ facts }) => facts?.sizeBytes)).toEqual([...Array(30).keys()]);
});

it('gives the page a turn before it has kept it for long', async () => {
	const chosen = selectionOfFiles(slowFiles(100, 0.5));
	const turnsAt: number[] = [];
	const give = () => Promise.resolve(void turnsAt.push(performance.now()));
	vi.stubGlobal('scheduler', { yield: give });

	const looked = await lookAtFiles(chosen);

	expect(turnsAt.length).toBeGreaterThan(4);
	const kept = turnsAt.map((at, index) => at - (turnsAt[index - 1] ?? 0));
	expect(Math.max(...kept)).toBeLessThan(10);
	expect(looked.files).toHaveLength(100);
});
