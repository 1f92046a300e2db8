import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chargeOf, kilobytes } from '../../architecture/pages/budget.ts';
import { SITE_REPORT, type SiteReport } from '../../architecture/pages/plugin.ts';
import { weighPages, type PageWeight } from '../../architecture/pages/weights.ts';
import { buildSite } from '../../local/stack/build.ts';
import type { Result } from './compare.ts';

/** Storage Browser for S3 with its sign-in, gzipped: the figure that the target names. It is not built here. */
const STORAGE_BROWSER_BYTES = 405_000;
const HEAVIEST = 15;

/** B5: JavaScript until a page is there. Prints every page with its budget, and what weighs most on two of them. */
export async function benchWeight(): Promise<Result[]> {
	await buildSite({ root: join(import.meta.dirname, '../..'), log: console.error });
	const report = await readReport();
	const pages = weighPages(report);
	console.table(
		pages.map((page) => {
			const { bytes, budgetBytes, adds } = chargeOf(page);
			return {
				page: page.page,
				'as first page': kilobytes(page.bytes),
				files: page.files.length,
				counts: `${kilobytes(bytes)}${adds ? ' after the list' : ''}`,
				budget: kilobytes(budgetBytes),
				kept: bytes <= budgetBytes,
			};
		}),
	);
	for (const page of pages.filter(({ page }) => /sign-in|folders/.test(page)))
		console.table(heaviest(report, page));
	return pages.filter(({ page }) => /sign-in|folders/.test(page)).map(againstStorageBrowser);
}

async function readReport(): Promise<SiteReport> {
	const text = await readFile(SITE_REPORT, 'utf8').catch(() => {
		throw new Error('Nothing is built: run `npm run build` first.');
	});
	// Written by the build of this project.
	return JSON.parse(text) as SiteReport;
}

function againstStorageBrowser(page: PageWeight): Result {
	const { bytes, budgetBytes } = chargeOf(page);
	const ratio = STORAGE_BROWSER_BYTES / bytes;
	return {
		name: 'weight',
		what: `JavaScript of ${page.page} (B5)`,
		unit: 'bytes',
		ours: bytes,
		reference: STORAGE_BROWSER_BYTES,
		ratio,
		ratioMin: ratio,
		ratioMax: ratio,
		targetRatio: STORAGE_BROWSER_BYTES / budgetBytes,
	};
}

/** Packages and folders by what they take of the page's files; each file's gzipped bytes are shared out by length. */
function heaviest(report: SiteReport, page: PageWeight) {
	const taken = new Map<string, number>();
	for (const { fileName, code, modules } of report.files) {
		if (!page.files.includes(fileName)) continue;
		const whole = Object.values(modules).reduce((sum, length) => sum + length, 0);
		const gzipped = gzipSync(code, { level: 9 }).length;
		for (const [id, length] of Object.entries(modules)) {
			const owner = ownerOf(id);
			taken.set(owner, (taken.get(owner) ?? 0) + (gzipped * length) / Math.max(1, whole));
		}
	}
	return [...taken]
		.sort(([, a], [, b]) => b - a)
		.slice(0, HEAVIEST)
		.map(([owner, bytes]) => ({ [page.page]: owner, takes: kilobytes(bytes) }));
}

function ownerOf(id: string): string {
	const [, inPackage] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
	const [, inFolder] = /\/(src\/(?:lib\/)?[^/]+(?:\/[^/.]+)?)/.exec(id) ?? [];
	return inPackage ?? inFolder ?? 'the bundler';
}
