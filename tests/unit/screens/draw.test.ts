import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drawing } from '../../screens/draw.ts';
import { Kept } from '../../screens/kept.ts';
import type { Sheet } from '../../screens/sheet-list.ts';

let out: string;
let kept: Kept;

beforeEach(async () => {
	out = await mkdtemp(join(tmpdir(), 'cloudvault-draw-'));
	kept = await Kept.in(join(out, 'kept'));
});

afterEach(() => rm(out, { recursive: true }));

const looks = (['light', 'dark'] as const).map((theme) => ({
	language: 'en' as const,
	width: 390 as const,
	theme,
}));
const sheet: Sheet = {
	file: 'list',
	title: 'Files',
	screen: { name: 'list', title: 'Files', open: () => Promise.resolve() },
	rows: looks.map((look) => [look]),
	height: 100,
};

/** A browser that draws every sheet as three bytes. */
function drawn() {
	const evaluate = vi.fn(() => Promise.resolve('AAAA'));
	const page = { evaluate, close: () => Promise.resolve() };
	const browser = { newPage: () => Promise.resolve(page) } as unknown as Browser;
	return { evaluate, ...drawing({ sheets: [sheet], kept, out }, browser) };
}

test('asks for the pictures that are not kept', async () => {
	await kept.keep('list-en-390-light.png', 'picture');

	expect(drawn().sights.flatMap((sight) => sight.looks)).toEqual([looks[1]]);
});

test('draws a sheet once, when all of its pictures are there', async () => {
	const { evaluate, drawWhole } = drawn();
	await kept.keep('list-en-390-light.png', 'picture');
	await drawWhole();
	expect(evaluate).not.toHaveBeenCalled();

	await kept.keep('list-en-390-dark.png', 'picture');
	await drawWhole();
	await drawWhole();
	expect(evaluate).toHaveBeenCalledOnce();
});
